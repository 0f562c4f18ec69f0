// What the schema promises beyond Relay, as rules of ESLint.
import { getNamedType, isEnumType, isInterfaceType, isListType, isNonNullType, isObjectType, isScalarType } from 'graphql';

const schemaOf = context => context.sourceCode.parserServices.schema;

/** The list in a type, whether it may be null or not; undefined when there is none. */
const listIn = type => [type, isNonNullType(type) ? type.ofType : null].find(isListType);

const text = type => (type ? String(type) : 'none');

/** Reports, at an object type's name, each of its fields that has not the type given. */
function requireFields(context, node, fields) {
  const type = schemaOf(context).getType(node.name.value);
  for (const [name, wanted] of Object.entries(fields)) {
    const found = text(type?.getFields?.()[name]?.type);
    if (found !== wanted) {
      context.report({ node: node.name, message: `${node.name.value} needs the field ${name}: ${wanted} (now: ${found}).` });
    }
  }
}

/** A mutation is name(input: NameInput!): NamePayload!, its payload has userErrors, its input version and key (R26). */
const mutationShape = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    return {
      ':matches(ObjectTypeDefinition, ObjectTypeExtension)[name.value=Mutation] > FieldDefinition'(node) {
        const schema = schemaOf(context);
        const name = node.name.value;
        const Name = name[0].toUpperCase() + name.slice(1);
        const field = schema.getMutationType().getFields()[name];
        const found = `${name}(${field.args.map(arg => `${arg.name}: ${arg.type}`).join(', ')}): ${field.type}`;
        const wanted = `${name}(input: ${Name}Input!): ${Name}Payload!`;
        if (found !== wanted) {
          context.report({ node: node.name, message: `A mutation has the shape ${wanted} (now: ${found}).` });
        }
        for (const [type, fields] of [
          [`${Name}Payload`, { userErrors: '[UserError!]!' }],
          [`${Name}Input`, { version: 'Int', idempotencyKey: 'String' }],
        ]) {
          for (const [key, want] of Object.entries(fields)) {
            const is = text(schema.getType(type)?.getFields?.()[key]?.type);
            if (is !== want) context.report({ node: node.name, message: `${type} needs the field ${key}: ${want} (now: ${is}).` });
          }
        }
      },
    };
  },
};

/** Beside what Relay asks, a page has its items alone and the length of the list, and none of its items is null. */
const connectionShape = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    return {
      'ObjectTypeDefinition[name.value=/Connection$/]'(node) {
        const item = node.name.value.replace(/Connection$/, '');
        requireFields(context, node, { edges: `[${item}Edge!]!`, nodes: `[${item}!]!`, totalCount: 'Int!' });
      },
      'ObjectTypeDefinition[name.value=/Edge$/]'(node) {
        requireFields(context, node, { cursor: 'String!', node: `${node.name.value.replace(/Edge$/, '')}!` });
      },
    };
  },
};

/**
 * A list of objects with an id is a connection. Not so: the nodes of a page, what one mutation has changed, and what the
 * options name – types, or fields as Type.field – because it stays short.
 */
const listsArePages = {
  meta: {
    type: 'problem',
    schema: [{
      type: 'object',
      properties: { short: { type: 'array', items: { type: 'string' } } },
      additionalProperties: false,
    }],
  },
  create(context) {
    const short = new Set(context.options[0]?.short);
    return {
      ':matches(ObjectTypeDefinition, ObjectTypeExtension, InterfaceTypeDefinition, InterfaceTypeExtension) > FieldDefinition'(node) {
        const schema = schemaOf(context);
        const parent = node.parent.name.value;
        const field = schema.getType(parent).getFields()[node.name.value];
        const item = getNamedType(field.type);
        if (!listIn(field.type) || isScalarType(item) || isEnumType(item)) return;
        if (parent.endsWith('Payload') || (parent.endsWith('Connection') && node.name.value === 'nodes')) return;
        if (short.has(item.name) || short.has(`${parent}.${node.name.value}`)) return;
        const types = isObjectType(item) ? [item] : schema.getPossibleTypes(item);
        if (types.some(type => type.getInterfaces().some(each => each.name === 'Node'))) {
          context.report({
            node: node.name,
            message: `${parent}.${node.name.value} lists ${item.name}, which has an id: make it a ${item.name}Connection.`,
          });
        }
      },
    };
  },
};

/** What the configuration excepts – types, or fields as Type.field – is still there. Checked once, at the schema's root. */
const exceptionsExist = {
  meta: { type: 'problem', schema: [{ type: 'array', items: { type: 'string' } }] },
  create(context) {
    return {
      SchemaDefinition(node) {
        for (const name of context.options[0]) {
          const [typeName, fieldName] = name.split('.');
          const type = schemaOf(context).getType(typeName);
          const there = fieldName ? (isObjectType(type) || isInterfaceType(type)) && type.getFields()[fieldName] : type;
          if (!there) context.report({ node, message: `eslint.config.mjs excepts ${name}, which is not in the schema.` });
        }
      },
    };
  },
};

export default {
  rules: {
    'mutation-shape': mutationShape,
    'connection-shape': connectionShape,
    'lists-are-pages': listsArePages,
    'exceptions-exist': exceptionsExist,
  },
};

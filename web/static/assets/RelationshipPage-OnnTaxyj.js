import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,t as r}from"./buttons-mCLyp1XO.js";import{t as i}from"./useParams-KDwSDO1p.js";import{B as a,H as o}from"./useHover-BOszAHuq.js";import{a as s,c,i as l,r as u}from"./viewer-DUFWZfzu.js";import{t as d}from"./i18n-DGBeBXiu.js";import{n as f,r as p,t as m}from"./page-BsgvCdsb.js";import{a as h,i as g,o as _,r as v}from"./states-DlsJJ69-.js";import{n as y}from"./NotFound-DUVgAO5-.js";import{n as b,t as x}from"./Told-Ch4pstEe.js";import{t as S}from"./format-fsqIrqlt.js";import{n as C,t as w}from"./act-Dw2Vnyqo.js";import{n as T,t as ee}from"./fieldErrors-DYpRQwi0.js";import{t as E}from"./ReasonField-Db2mzTy-.js";import{i as D,r as O,t as k}from"./table-BJ7H9yAx.js";import{t as A}from"./Day-CZFAMfby.js";import{t as j}from"./ToRequest-CmZ_KflA.js";import{n as M}from"./badges-BHuM5HES.js";import{n as N}from"./fields-BF1FLYQe.js";import{n as P}from"./ServiceNames-CpR6WgFq.js";/* empty css                */var F=e(o(),1),I=a();function L({blockers:e}){let{t:r}=n(`partner`);return e.length===0?null:(0,I.jsxs)(_,{tone:`warning`,title:r(`end.blockersTitle`),children:[(0,I.jsx)(`p`,{children:r(`end.blockers`)}),(0,I.jsx)(`ul`,{className:`plain-list`,children:e.map(({subscription:e},n)=>(0,I.jsxs)(`li`,{children:[e?(0,I.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e.id},children:(0,I.jsx)(h,{children:e.offer.name})}):r(`end.blockerGone`),e&&`, ${r(`customer.seats`,{count:e.seats})}`]},e?.id??n))})]})}function R({relationship:e,onOpen:t}){let{t:i}=n(`partner`),a=l(),{end:o,partner:s,status:c}=e,u=s?.id===a.partner?.id;return(0,I.jsxs)(m,{title:i(`end.title`),children:[c===`ACTIVE`?(0,I.jsx)(`p`,{children:i(`end.help`)}):(0,I.jsx)(B,{relationship:e}),o&&(0,I.jsx)(L,{blockers:o.blockers}),!u&&(0,I.jsx)(`p`,{className:`quiet`,children:i(`relationship.notOwner`,{name:s?.name??i(`relationship.nobody`)})}),u&&!a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`)&&(0,I.jsx)(`p`,{className:`quiet`,children:i(`relationship.roles`)}),u&&a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`)&&(0,I.jsx)(`div`,{className:`row`,children:z(e).map(e=>(0,I.jsx)(r,{small:!0,kind:e===`withdraw`?`secondary`:`danger`,onPress:()=>t(e),children:i(`end.${e}`)},e))})]})}function z({status:e,end:t}){return e===`ACTIVE`?[`propose`]:t?.proposedBy===`PARTNER`?[`withdraw`]:t?.proposedBy===`CUSTOMER`?[`confirm`]:[`confirm`,`withdraw`]}function B({relationship:{end:e,customer:t}}){let{t:r}=n(`partner`),i=S(),a=t?.name??r(`relationship.nobody`),o=e?.proposedAt?i.day(e.proposedAt):``,s=e?.proposedBy===`PARTNER`?`byYou`:e?.proposedBy===`CUSTOMER`?`byThem`:`byUnknown`;return(0,I.jsxs)(I.Fragment,{children:[(0,I.jsx)(`p`,{children:r(`end.${s}`,{name:a,day:o})}),e?.reason&&(0,I.jsx)(`p`,{children:r(`end.reason`,{reason:e.reason})})]})}var V=s(`
  query Blockers($ids: [ID!]!, $locale: String!) {
    nodes(ids: $ids) {
      __typename
      id
      ... on CustomerSubscription { seats offer { id name(locale: $locale) } }
    }
  }
`);function H(e){return`blockers`in e}function U({refusals:e}){let t=e.filter(H).flatMap(({blockers:e})=>e.flatMap(({subscription:e})=>e?.id??[])),[{data:n}]=c({query:V,variables:{ids:t.slice(0,100),locale:d()},pause:t.length===0});if(t.length===0||!n)return null;let r=n.nodes.filter(e=>e?.__typename===`CustomerSubscription`);return(0,I.jsx)(L,{blockers:r.map(e=>({subscription:e}))})}var W=s(`
    mutation ProposeRelationshipEnd($input: ProposeRelationshipEndInput!) {
      proposeRelationshipEnd(input: $input) {
        relationship { id version }
        userErrors {
          ...Refusal
          ... on RelationshipHasBlockersError { blockers { subscription { id } } }
        }
      }
    }
  `,[w]),G=s(`
    mutation ConfirmRelationshipEnd($input: ConfirmRelationshipEndInput!) {
      confirmRelationshipEnd(input: $input) {
        relationship { id version }
        ended { id }
        userErrors {
          ...Refusal
          ... on RelationshipHasBlockersError { blockers { subscription { id } } }
        }
      }
    }
  `,[w]),te=s(`
    mutation WithdrawRelationshipEnd($input: WithdrawRelationshipEndInput!) {
      withdrawRelationshipEnd(input: $input) {
        relationship { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]),K={propose:`proposed`,confirm:`confirmed`,withdraw:`withdrawn`};function q({step:e,relationship:t,onClose:r,onReload:i,onDone:a}){let{t:o}=n(`partner`),[s,c]=(0,F.useState)(``),l={propose:C(W),confirm:C(G),withdraw:C(te)}[e];async function u(){let n={relationshipId:t.id,version:t.version,...s.trim()&&{reason:s}};await l.act(n)&&a(o(`end.${K[e]}`))}return(0,I.jsxs)(T,{title:o(`end.${e}Title`),help:o(`end.${e}Help`,{name:t.customer?.name??o(`relationship.nobody`)}),act:l,submit:o(`end.${e}`),kind:e===`withdraw`?`primary`:`danger`,onSubmit:()=>void u(),onClose:r,onReload:i,children:[(0,I.jsx)(E,{value:s,onChange:c,refusals:l.refusals,description:o(`end.reasonHelp`)}),(0,I.jsx)(U,{refusals:l.refusals})]})}var J=6e4;function Y({kind:e,actor:t,actorRole:n,actorApiKey:r,occurredAt:i,recordedAt:a},o,s){let c=t?t.name||o(`events.somebody`):e===`INVITE_DECLINED`?o(`events.customerUser`):null,l=[c===null?o(`events.system`):n?o(`events.byRole`,{name:c,role:o(`common:roles.${n}`)}):o(`events.by`,{name:c})];return r&&l.push(o(`events.byKey`,{label:r.label})),Date.parse(a)-Date.parse(i)>J&&l.push(o(`events.recorded`,{moment:s.moment(a)})),l.join(` · `)}function X({before:e,after:t,subscription:n},r){let i=t?.offer??n?.offer;return i?e?.offer&&e.offer.id!==i.id?r(`events.offers`,{before:e.offer.name,after:i.name}):r(`events.offer`,{name:i.name}):null}function Z({before:e,after:t},n,r){let i=t?.seats;if(i==null)return null;let a=e?.seats;return a==null||a===i?n(`events.seats`,{after:r.number(i)}):n(`events.seatsChanged`,{before:r.number(a),after:r.number(i)})}function Q({invite:e},t){return e?e.label?t(`events.link`,{label:e.label}):t(`events.linkUnnamed`):null}function ne({relationship:e},t,n){let r=t&&e?.[t];return r?n(`events.with`,{name:r.name}):null}function re(e,t,n,r){let{before:i,after:a}=e,o=a?.service??i?.service,s=a?.fields.find(({name:e})=>e===`reason`)?.value,c=a?.name??i?.name;return[ne(e,t,n),X(e,n),o&&!e.subscription?n(`events.service`,{name:o.name}):null,Z(e,n,r),a?.endReason?n(`events.endReason`,{reason:n(`common:endReasons.${a.endReason}`)}):null,s?n(`events.reason`,{reason:s}):null,c?n(`events.name`,{name:c}):null,a?.roles&&a.roles.length>0?n(`events.rolesChanged`,{roles:r.list(a.roles.map(e=>n(`common:roles.${e}`)))}):null,Q(e,n)].filter(e=>e!==null)}function ie({events:e,parties:t}){return(0,I.jsx)(`ol`,{className:`events`,children:e.map(e=>(0,I.jsx)(ae,{event:e,parties:t},e.id))})}function ae({event:e,parties:t}){let{t:r}=n([`partner`,`common`]),i=S(),a=re(e,t,r,i);return(0,I.jsxs)(`li`,{className:`event`,children:[(0,I.jsx)(`time`,{className:`event-when`,dateTime:e.occurredAt,children:i.moment(e.occurredAt)}),(0,I.jsxs)(`div`,{children:[(0,I.jsx)(`p`,{className:`event-what`,children:r(`events.kinds.${e.kind}`)}),a.length>0&&(0,I.jsx)(`ul`,{className:`event-details`,children:a.map(e=>(0,I.jsx)(`li`,{children:(0,I.jsx)(`bdi`,{children:e})},e))}),(0,I.jsx)(`p`,{className:`quiet`,children:Y(e,r,i)})]})]})}var oe=s(`
  fragment EventFields on RelationshipEvent @_unmask {
    id
    kind
    occurredAt
    recordedAt
    actor { id name }
    actorRole
    actorApiKey { id label }
    invite { id label }
    relationship {
      id
      customer { id name }
      partner { id name }
    }
    subscription { id offer { id name(locale: $locale) } }
    before {
      service { id name(locale: $locale) }
      offer { id name(locale: $locale) }
      seats
      name
      roles
    }
    after {
      service { id name(locale: $locale) }
      offer { id name(locale: $locale) }
      seats
      endReason
      name
      roles
      fields { name value }
    }
  }
`),se=s(`
  query Relationship($id: ID!, $locale: String!) {
    relationship(id: $id) {
      id
      status
      acceptedAt
      acceptedBy { id name }
      endedAt
      consentVersion
      version
      partner { id name }
      reseller { id name }
      customer { id name domain }
      delegatedAdminPrivileges {
        id
        status
        grantedAt
        endedAt
        endReason
        partner { id name }
        service { id code name(locale: $locale) }
      }
      end {
        proposedBy
        proposedAt
        reason
        blockers { subscription { id offer { id name(locale: $locale) } seats } }
      }
    }
  }
`),ce=s(`
    query RelationshipHistory($id: ID!, $first: Int, $after: String, $locale: String!) {
      relationship(id: $id) {
        id
        history(first: $first, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          nodes { ...EventFields }
        }
      }
    }
  `,[oe]);function le({id:e}){let{t}=n(`partner`),r=D(ce,{id:e,locale:d()},e=>e.relationship?.history),i=r.rows.length===0;return(0,I.jsxs)(m,{title:t(`relationship.history`),children:[(0,I.jsx)(`p`,{className:`quiet`,children:t(`relationship.historyHelp`)}),i&&r.fetching&&!r.error&&(0,I.jsx)(g,{}),i&&!r.fetching&&!r.error&&(0,I.jsx)(`p`,{children:t(`relationship.noHistory`)}),!i&&(0,I.jsx)(ie,{events:r.rows}),r.error&&(0,I.jsx)(v,{error:r.error,onRetry:r.retry}),!i&&(0,I.jsx)(O,{list:r})]})}function ue({relationship:e,onRelinquish:t}){let{t:i}=n(`partner`),a=l(),o=e.delegatedAdminPrivileges,s=o.filter(({status:e})=>e===`ACTIVE`),c=o.filter(({status:e})=>e===`ENDED`),u=s.some(({partner:e})=>e?.id===a.partner?.id),d=a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`);return(0,I.jsxs)(m,{title:i(`relationship.privileges`),children:[(0,I.jsx)(`h3`,{children:i(`relationship.active`)}),s.length===0&&(0,I.jsx)(de,{standing:e.status!==`ENDED`}),s.length>0&&(0,I.jsx)(fe,{privileges:s}),u&&d&&(0,I.jsx)(`div`,{children:(0,I.jsx)(r,{kind:`danger`,small:!0,onPress:t,children:i(`relationship.relinquish`)})}),u&&!d&&(0,I.jsx)(`p`,{className:`quiet`,children:i(`relationship.roles`)}),c.length>0&&(0,I.jsxs)(I.Fragment,{children:[(0,I.jsx)(`h3`,{children:i(`relationship.past`)}),(0,I.jsx)(pe,{privileges:c})]})]})}function de({standing:e}){let{t}=n(`partner`);return(0,I.jsxs)(I.Fragment,{children:[(0,I.jsx)(`p`,{children:t(`relationship.noneActive`)}),e&&(0,I.jsx)(`p`,{className:`quiet`,children:t(`relationship.askAgain`)}),e&&(0,I.jsx)(j,{})]})}function fe({privileges:e}){let{t}=n(`partner`),r=l(),i=S(),a=({service:e,partner:t})=>t&&t.id!==r.partner?.id?`${e.name} · ${t.name}`:e.name;return(0,I.jsx)(f,{items:e.map(e=>({term:a(e),value:t(`relationship.sinceDay`,{day:i.day(e.grantedAt)})}))})}function pe({privileges:e}){let{t}=n([`partner`,`common`]),r=S(),i=(0,F.useMemo)(()=>[{id:`service`,header:t(`columns.service`),cell:({row:{original:e}})=>(0,I.jsx)(h,{children:e.service.name})},{id:`granted`,header:t(`columns.granted`),cell:({row:{original:e}})=>(0,I.jsx)(A,{of:e.grantedAt})},{id:`ended`,header:t(`columns.ended`),cell:({row:{original:e}})=>(0,I.jsx)(A,{of:e.endedAt})},{id:`reason`,header:t(`columns.endReason`),cell:({row:{original:e}})=>e.endReason?t(`common:endReasons.${e.endReason}`):``}],[t,r]);return(0,I.jsx)(k,{label:t(`relationship.privilegesLabel`),columns:i,rows:e,idOf:e=>e.id})}function $({relationship:e}){let{t}=n(`partner`),r=S(),{partner:i,reseller:a,acceptedBy:o,endedAt:s,consentVersion:c}=e;return(0,I.jsx)(m,{title:t(`relationship.facts`),children:(0,I.jsx)(f,{items:[{term:t(`relationship.status`),value:(0,I.jsx)(M,{status:e.status})},{term:t(`relationship.customer`),value:(0,I.jsx)(me,{relationship:e})},...i?[{term:t(`relationship.partner`),value:(0,I.jsx)(h,{children:i.name})}]:[],...a?[{term:t(`relationship.reseller`),value:(0,I.jsx)(h,{children:a.name})}]:[],{term:t(`relationship.since`),value:r.moment(e.acceptedAt)},{term:t(`relationship.acceptedBy`),value:o?(0,I.jsx)(h,{children:o.name||t(`relationship.ofCustomer`)}):t(`imported`)},...c?[{term:t(`relationship.consent`),value:c}]:[],...s?[{term:t(`relationship.endedAt`),value:r.moment(s)}]:[]]})})}function me({relationship:{customer:e,status:r}}){let{t:i}=n(`partner`);return e?r===`ENDED`?(0,I.jsx)(h,{children:e.name}):(0,I.jsx)(t,{to:`/app/customers/$customerId`,params:{customerId:e.id},children:(0,I.jsx)(h,{children:e.name})}):i(`relationship.nobody`)}var he=s(`
    mutation RelinquishDelegatedAdmin($input: RelinquishDelegatedAdminInput!) {
      relinquishDelegatedAdmin(input: $input) {
        relationship { id version }
        ended { id }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function ge({relationship:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=u(),s=S(),[c,l]=(0,F.useState)([]),[d,f]=(0,F.useState)(!1),p=C(he),m=P(e.delegatedAdminPrivileges.filter(({status:e})=>e===`ACTIVE`),o.id);async function h(){if(f(!0),c.length===0)return;let t=await p.act({relationshipId:e.id,services:c,version:e.version}),n=m.filter(({code:e})=>c.includes(e)).map(({name:e})=>e);t&&i(a(`relinquish.done`,{services:s.list(n)}))}return(0,I.jsx)(T,{title:a(`relinquish.title`),help:a(`relinquish.help`,{name:e.customer?.name??a(`relationship.nobody`)}),act:p,submit:a(`relinquish.submit`),kind:`danger`,onSubmit:()=>void h(),onClose:t,onReload:r,children:(0,I.jsx)(N,{label:a(`relinquish.services`),items:m.map(({code:e,name:t})=>({value:e,label:t})),values:c,onChange:l,error:d&&c.length===0?a(`relinquish.choose`):ee(p.refusals,`services`)})})}function _e(){let{relationshipId:e}=i({from:`/app/relationships/$relationshipId`}),[{data:t,error:n},r]=c({query:se,variables:{id:e,locale:d()}}),a=()=>r({requestPolicy:`network-only`});return n&&!t?.relationship?(0,I.jsx)(v,{error:n,onRetry:a}):t?t.relationship?(0,I.jsx)(ve,{relationship:t.relationship,onReload:a},e):(0,I.jsx)(y,{}):(0,I.jsx)(g,{rows:6})}function ve({relationship:e,onReload:r}){let{t:i}=n(`partner`),[a,o]=(0,F.useState)(null),s=b(),c={relationship:e,onReload:r,onClose:()=>o(null),onDone:e=>{o(null),s.say(e)}};return(0,I.jsxs)(p,{title:i(`relationship.title`,{name:e.customer?.name??i(`relationship.nobody`)}),above:(0,I.jsx)(t,{to:`/app/relationships`,children:i(`relationship.back`)}),children:[(0,I.jsx)(x,{told:s}),(0,I.jsxs)(`div`,{className:`cards`,children:[(0,I.jsx)($,{relationship:e}),(0,I.jsx)(ue,{relationship:e,onRelinquish:()=>o(`relinquish`)})]}),e.status!==`ENDED`&&(0,I.jsx)(R,{relationship:e,onOpen:o}),(0,I.jsx)(le,{id:e.id}),a===`relinquish`&&(0,I.jsx)(ge,{...c}),a!==null&&a!==`relinquish`&&(0,I.jsx)(q,{step:a,...c})]})}export{_e as RelationshipPage};
import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,t as r}from"./buttons-mCLyp1XO.js";import{t as i}from"./useParams-KDwSDO1p.js";import{B as a,H as o}from"./useHover-BOszAHuq.js";import{a as s,i as c,l,o as u,r as d}from"./viewer-DkHSt1_2.js";import{t as f}from"./i18n-DGBeBXiu.js";import{n as p,r as m,t as h}from"./page-BsgvCdsb.js";import{t as ee}from"./Missing-B8ri0qMz.js";import{n as g,t as _}from"./Told-Ch4pstEe.js";import{t as v}from"./format-fsqIrqlt.js";import{a as y,i as b,o as x,r as S}from"./states-DlsJJ69-.js";import{n as C,t as w}from"./act-BcAwjZcx.js";import{n as T,t as E}from"./fieldErrors--rG32tWg.js";import{t as D}from"./ReasonField-C1NqDJTh.js";import{i as O,r as k,t as A}from"./table-CzIFNJs1.js";import{t as j}from"./Day-CZFAMfby.js";import{t as M}from"./ToRequest-D8jHCNNe.js";import{n as N}from"./badges-BHuM5HES.js";import{n as P}from"./fields-BF1FLYQe.js";import{n as F}from"./ServiceNames-CpR6WgFq.js";/* empty css                */var I=e(o(),1),L=a();function R({blockers:e}){let{t:r}=n(`partner`);return e.length===0?null:(0,L.jsxs)(x,{tone:`warning`,title:r(`end.blockersTitle`),children:[(0,L.jsx)(`p`,{children:r(`end.blockers`)}),(0,L.jsx)(`ul`,{className:`plain-list`,children:e.map(({subscription:e},n)=>(0,L.jsxs)(`li`,{children:[e?(0,L.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e.id},children:(0,L.jsx)(y,{children:e.offer.name})}):r(`end.blockerGone`),e&&`, ${r(`customer.seats`,{count:e.seats})}`]},e?.id??n))})]})}function z({relationship:e,onOpen:t}){let{t:i}=n(`partner`),a=s(),{end:o,partner:c,status:l}=e,u=c?.id===a.partner?.id;return(0,L.jsxs)(h,{title:i(`end.title`),children:[l===`ACTIVE`?(0,L.jsx)(`p`,{children:i(`end.help`)}):(0,L.jsx)(V,{relationship:e}),o&&(0,L.jsx)(R,{blockers:o.blockers}),!u&&(0,L.jsx)(`p`,{className:`quiet`,children:i(`relationship.notOwner`,{name:c?.name??i(`relationship.nobody`)})}),u&&!a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`)&&(0,L.jsx)(`p`,{className:`quiet`,children:i(`relationship.roles`)}),u&&a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`)&&(0,L.jsx)(`div`,{className:`row`,children:B(e).map(e=>(0,L.jsx)(r,{small:!0,kind:e===`withdraw`?`secondary`:`danger`,onPress:()=>t(e),children:i(`end.${e}`)},e))})]})}function B({status:e,end:t}){return e===`ACTIVE`?[`propose`]:t?.proposedBy===`PARTNER`?[`withdraw`]:t?.proposedBy===`CUSTOMER`?[`confirm`]:[`confirm`,`withdraw`]}function V({relationship:{end:e,customer:t}}){let{t:r}=n(`partner`),i=v(),a=t?.name??r(`relationship.nobody`),o=e?.proposedAt?i.day(e.proposedAt):``,s=e?.proposedBy===`PARTNER`?`byYou`:e?.proposedBy===`CUSTOMER`?`byThem`:`byUnknown`;return(0,L.jsxs)(L.Fragment,{children:[(0,L.jsx)(`p`,{children:r(`end.${s}`,{name:a,day:o})}),e?.reason&&(0,L.jsx)(`p`,{children:r(`end.reason`,{reason:e.reason})})]})}var H=u(`
  query Blockers($ids: [ID!]!, $locale: String!) {
    nodes(ids: $ids) {
      __typename
      id
      ... on CustomerSubscription { seats offer { id name(locale: $locale) } }
    }
  }
`);function U(e){return`blockers`in e}function W({refusals:e}){let t=e.filter(U).flatMap(({blockers:e})=>e.flatMap(({subscription:e})=>e?.id??[])),[{data:n}]=l({query:H,variables:{ids:t.slice(0,100),locale:f()},pause:t.length===0});if(t.length===0||!n)return null;let r=n.nodes.filter(e=>e?.__typename===`CustomerSubscription`);return(0,L.jsx)(R,{blockers:r.map(e=>({subscription:e}))})}var G=u(`
    mutation ProposeRelationshipEnd($input: ProposeRelationshipEndInput!) {
      proposeRelationshipEnd(input: $input) {
        relationship { id version }
        userErrors {
          ...Refusal
          ... on RelationshipHasBlockersError { blockers { subscription { id } } }
        }
      }
    }
  `,[w]),K=u(`
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
  `,[w]),q=u(`
    mutation WithdrawRelationshipEnd($input: WithdrawRelationshipEndInput!) {
      withdrawRelationshipEnd(input: $input) {
        relationship { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]),J={propose:`proposed`,confirm:`confirmed`,withdraw:`withdrawn`};function te({step:e,relationship:t,onClose:r,onReload:i,onDone:a}){let{t:o}=n(`partner`),[s,c]=(0,I.useState)(``),l={propose:C(G),confirm:C(K),withdraw:C(q)}[e];async function u(){let n={relationshipId:t.id,version:t.version,...s.trim()&&{reason:s}};await l.act(n)&&a(o(`end.${J[e]}`))}return(0,L.jsxs)(T,{title:o(`end.${e}Title`),help:o(`end.${e}Help`,{name:t.customer?.name??o(`relationship.nobody`)}),act:l,submit:o(`end.${e}`),kind:e===`withdraw`?`primary`:`danger`,onSubmit:()=>void u(),onClose:r,onReload:i,children:[(0,L.jsx)(D,{value:s,onChange:c,refusals:l.refusals,description:o(`end.reasonHelp`)}),(0,L.jsx)(W,{refusals:l.refusals})]})}var Y=6e4;function X({kind:e,actor:t,actorRole:n,actorApiKey:r,occurredAt:i,recordedAt:a},o,s){let c=t?t.name||o(`events.somebody`):e===`INVITE_DECLINED`?o(`events.customerUser`):null,l=[c===null?o(`events.system`):n?o(`events.byRole`,{name:c,role:o(`common:roles.${n}`)}):o(`events.by`,{name:c})];return r&&l.push(o(`events.byKey`,{label:r.label})),Date.parse(a)-Date.parse(i)>Y&&l.push(o(`events.recorded`,{moment:s.moment(a)})),l.join(` · `)}function Z({before:e,after:t,subscription:n},r){let i=t?.offer??n?.offer;return i?e?.offer&&e.offer.id!==i.id?r(`events.offers`,{before:e.offer.name,after:i.name}):r(`events.offer`,{name:i.name}):null}function Q({before:e,after:t},n,r){let i=t?.seats;if(i==null)return null;let a=e?.seats;return a==null||a===i?n(`events.seats`,{after:r.number(i)}):n(`events.seatsChanged`,{before:r.number(a),after:r.number(i)})}function ne({invite:e},t){return e?e.label?t(`events.link`,{label:e.label}):t(`events.linkUnnamed`):null}function re({relationship:e},t,n){let r=t&&e?.[t];return r?n(`events.with`,{name:r.name}):null}function ie(e,t,n,r){let{before:i,after:a}=e,o=a?.service??i?.service,s=a?.fields.find(({name:e})=>e===`reason`)?.value,c=a?.name??i?.name;return[re(e,t,n),Z(e,n),o&&!e.subscription?n(`events.service`,{name:o.name}):null,Q(e,n,r),a?.endReason?n(`events.endReason`,{reason:n(`common:endReasons.${a.endReason}`)}):null,s?n(`events.reason`,{reason:s}):null,c?n(`events.name`,{name:c}):null,a?.roles&&a.roles.length>0?n(`events.rolesChanged`,{roles:r.list(a.roles.map(e=>n(`common:roles.${e}`)))}):null,ne(e,n)].filter(e=>e!==null)}function ae({events:e,parties:t}){return(0,L.jsx)(`ol`,{className:`events`,children:e.map(e=>(0,L.jsx)(oe,{event:e,parties:t},e.id))})}function oe({event:e,parties:t}){let{t:r}=n([`partner`,`common`]),i=v(),a=ie(e,t,r,i);return(0,L.jsxs)(`li`,{className:`event`,children:[(0,L.jsx)(`time`,{className:`event-when`,dateTime:e.occurredAt,children:i.moment(e.occurredAt)}),(0,L.jsxs)(`div`,{children:[(0,L.jsx)(`p`,{className:`event-what`,children:r(`events.kinds.${e.kind}`)}),a.length>0&&(0,L.jsx)(`ul`,{className:`event-details`,children:a.map(e=>(0,L.jsx)(`li`,{children:(0,L.jsx)(`bdi`,{children:e})},e))}),(0,L.jsx)(`p`,{className:`quiet`,children:X(e,r,i)})]})]})}var se=u(`
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
`),ce=u(`
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
`),le=u(`
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
  `,[se]);function ue({id:e}){let{t}=n(`partner`),r=O(le,{id:e,locale:f()},e=>e.relationship?.history),i=r.rows.length===0;return(0,L.jsxs)(h,{title:t(`relationship.history`),children:[(0,L.jsx)(`p`,{className:`quiet`,children:t(`relationship.historyHelp`)}),i&&r.fetching&&!r.error&&(0,L.jsx)(b,{}),i&&!r.fetching&&!r.error&&(0,L.jsx)(`p`,{children:t(`relationship.noHistory`)}),!i&&(0,L.jsx)(ae,{events:r.rows}),r.error&&(0,L.jsx)(S,{error:r.error,onRetry:r.retry}),!i&&(0,L.jsx)(k,{list:r})]})}function de({relationship:e,onRelinquish:t}){let{t:i}=n(`partner`),a=s(),o=e.delegatedAdminPrivileges,c=o.filter(({status:e})=>e===`ACTIVE`),l=o.filter(({status:e})=>e===`ENDED`),u=c.some(({partner:e})=>e?.id===a.partner?.id),d=a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`);return(0,L.jsxs)(h,{title:i(`relationship.privileges`),children:[(0,L.jsx)(`h3`,{children:i(`relationship.active`)}),c.length===0&&(0,L.jsx)(fe,{standing:e.status!==`ENDED`}),c.length>0&&(0,L.jsx)(pe,{privileges:c}),u&&d&&(0,L.jsx)(`div`,{children:(0,L.jsx)(r,{kind:`danger`,small:!0,onPress:t,children:i(`relationship.relinquish`)})}),u&&!d&&(0,L.jsx)(`p`,{className:`quiet`,children:i(`relationship.roles`)}),l.length>0&&(0,L.jsxs)(L.Fragment,{children:[(0,L.jsx)(`h3`,{children:i(`relationship.past`)}),(0,L.jsx)($,{privileges:l})]})]})}function fe({standing:e}){let{t}=n(`partner`);return(0,L.jsxs)(L.Fragment,{children:[(0,L.jsx)(`p`,{children:t(`relationship.noneActive`)}),e&&(0,L.jsx)(`p`,{className:`quiet`,children:t(`relationship.askAgain`)}),e&&(0,L.jsx)(M,{})]})}function pe({privileges:e}){let{t}=n(`partner`),r=s(),i=v(),a=({service:e,partner:t})=>t&&t.id!==r.partner?.id?`${e.name} · ${t.name}`:e.name;return(0,L.jsx)(p,{items:e.map(e=>({term:a(e),value:t(`relationship.sinceDay`,{day:i.day(e.grantedAt)})}))})}function $({privileges:e}){let{t}=n([`partner`,`common`]),r=v(),i=(0,I.useMemo)(()=>[{id:`service`,header:t(`columns.service`),cell:({row:{original:e}})=>(0,L.jsx)(y,{children:e.service.name})},{id:`granted`,header:t(`columns.granted`),cell:({row:{original:e}})=>(0,L.jsx)(j,{of:e.grantedAt})},{id:`ended`,header:t(`columns.ended`),cell:({row:{original:e}})=>(0,L.jsx)(j,{of:e.endedAt})},{id:`reason`,header:t(`columns.endReason`),cell:({row:{original:e}})=>e.endReason?t(`common:endReasons.${e.endReason}`):``}],[t,r]);return(0,L.jsx)(A,{label:t(`relationship.privilegesLabel`),columns:i,rows:e,idOf:e=>e.id})}function me({relationship:e}){let{t}=n(`partner`),r=v(),{partner:i,reseller:a,acceptedBy:o,endedAt:s,consentVersion:c}=e;return(0,L.jsx)(h,{title:t(`relationship.facts`),children:(0,L.jsx)(p,{items:[{term:t(`relationship.status`),value:(0,L.jsx)(N,{status:e.status})},{term:t(`relationship.customer`),value:(0,L.jsx)(he,{relationship:e})},...i?[{term:t(`relationship.partner`),value:(0,L.jsx)(y,{children:i.name})}]:[],...a?[{term:t(`relationship.reseller`),value:(0,L.jsx)(y,{children:a.name})}]:[],{term:t(`relationship.since`),value:r.moment(e.acceptedAt)},{term:t(`relationship.acceptedBy`),value:o?(0,L.jsx)(y,{children:o.name||t(`relationship.ofCustomer`)}):t(`imported`)},...c?[{term:t(`relationship.consent`),value:c}]:[],...s?[{term:t(`relationship.endedAt`),value:r.moment(s)}]:[]]})})}function he({relationship:{customer:e,status:r}}){let{t:i}=n(`partner`);return e?r===`ENDED`?(0,L.jsx)(y,{children:e.name}):(0,L.jsx)(t,{to:`/app/customers/$customerId`,params:{customerId:e.id},children:(0,L.jsx)(y,{children:e.name})}):i(`relationship.nobody`)}var ge=u(`
    mutation RelinquishDelegatedAdmin($input: RelinquishDelegatedAdminInput!) {
      relinquishDelegatedAdmin(input: $input) {
        relationship { id version }
        ended { id }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function _e({relationship:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=c(),s=v(),[l,u]=(0,I.useState)([]),[d,f]=(0,I.useState)(!1),p=C(ge),m=F(e.delegatedAdminPrivileges.filter(({status:e})=>e===`ACTIVE`),o.id);async function h(){if(f(!0),l.length===0)return;let t=await p.act({relationshipId:e.id,services:l,version:e.version}),n=m.filter(({code:e})=>l.includes(e)).map(({name:e})=>e);t&&i(a(`relinquish.done`,{services:s.list(n)}))}return(0,L.jsx)(T,{title:a(`relinquish.title`),help:a(`relinquish.help`,{name:e.customer?.name??a(`relationship.nobody`)}),act:p,submit:a(`relinquish.submit`),kind:`danger`,onSubmit:()=>void h(),onClose:t,onReload:r,children:(0,L.jsx)(P,{label:a(`relinquish.services`),items:m.map(({code:e,name:t})=>({value:e,label:t})),values:l,onChange:u,error:d&&l.length===0?a(`relinquish.choose`):E(p.refusals,`services`)})})}function ve(){let{relationshipId:e}=i({from:`/app/relationships/$relationshipId`});d(`partner`);let[{data:t,error:n,fetching:r},a]=l({query:ce,variables:{id:e,locale:f()}}),o=()=>a({requestPolicy:`network-only`});return t?.relationship?(0,L.jsx)(ye,{relationship:t.relationship,onReload:o},e):(0,L.jsx)(ee,{error:n,fetching:r,onRetry:o})}function ye({relationship:e,onReload:r}){let{t:i}=n(`partner`),[a,o]=(0,I.useState)(null),s=g(),c={relationship:e,onReload:r,onClose:()=>o(null),onDone:e=>{o(null),s.say(e)}};return(0,L.jsxs)(m,{title:i(`relationship.title`,{name:e.customer?.name??i(`relationship.nobody`)}),above:(0,L.jsx)(t,{to:`/app/relationships`,children:i(`relationship.back`)}),children:[(0,L.jsx)(_,{told:s}),(0,L.jsxs)(`div`,{className:`cards`,children:[(0,L.jsx)(me,{relationship:e}),(0,L.jsx)(de,{relationship:e,onRelinquish:()=>o(`relinquish`)})]}),e.status!==`ENDED`&&(0,L.jsx)(z,{relationship:e,onOpen:o}),(0,L.jsx)(ue,{id:e.id}),a===`relinquish`&&(0,L.jsx)(_e,{...c}),a!==null&&a!==`relinquish`&&(0,L.jsx)(te,{step:a,...c})]})}export{ve as RelationshipPage};
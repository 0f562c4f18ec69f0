import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,t as r}from"./buttons-gQHUslcP.js";import{t as i}from"./useParams-D07t8sxU.js";import{B as a,H as o}from"./useHover-BOszAHuq.js";import{t as s}from"./kept-BjbOdPV9.js";import{n as c,o as l,r as u,t as d}from"./page-CKRU7_rZ.js";import{t as f}from"./RelationshipHistory-BLwHfoPY.js";import{t as p}from"./Missing-usg6pPnU.js";import{n as m,r as h}from"./Told-CaWLqRv7.js";import{i as g,r as _}from"./viewer-BowR78Gd.js";import{t as v}from"./format-Dd2h_E0L.js";import{a as y,o as b}from"./states-vBv4euA2.js";import{n as x,t as S}from"./act-D9scW8zI.js";import{i as C,t as w}from"./graphql-DFM3QPVt.js";import{t as T}from"./ActDialog-BW9pQm3T.js";import{t as E}from"./ReasonField-C1kSPcOl.js";import{t as D}from"./table-QO8Zci13.js";import{t as O}from"./Day-DJ2YkMDJ.js";import{t as k}from"./ToRequest-Bf7c8lSB.js";import{r as A}from"./badges-x5lln6Xy.js";import{n as j}from"./fields-u7otaAQB.js";import{n as M}from"./refusedAt-Cl5Ttfq_.js";import{n as N}from"./ServiceNames-BsVQdDRs.js";/* empty css                */var P=e(o(),1),F=a();function I({blockers:e}){let{t:r}=n(`partner`);return e.length===0?null:(0,F.jsxs)(b,{tone:`warning`,title:r(`end.blockersTitle`),children:[(0,F.jsx)(`p`,{children:r(`end.blockers`)}),(0,F.jsx)(`ul`,{className:`plain-list`,children:e.map(({subscription:e},n)=>(0,F.jsxs)(`li`,{children:[e?(0,F.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e.id},children:(0,F.jsx)(y,{children:e.offer.name})}):r(`end.blockerGone`),e&&`, ${r(`customer.seats`,{count:e.seats})}`]},e?.id??n))})]})}function L({relationship:e,onOpen:t}){let{t:i}=n(`partner`),a=g(),{end:o,partner:s,status:c}=e,l=s?.id===a.partner?.id;return(0,F.jsxs)(d,{title:i(`end.title`),children:[c===`ACTIVE`?(0,F.jsx)(`p`,{children:i(`end.help`)}):(0,F.jsx)(z,{relationship:e}),o&&(0,F.jsx)(I,{blockers:o.blockers}),!l&&(0,F.jsx)(`p`,{className:`quiet`,children:i(`relationship.notOwner`,{name:s?.name??i(`relationship.nobody`)})}),l&&!a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`)&&(0,F.jsx)(`p`,{className:`quiet`,children:i(`relationship.roles`)}),l&&a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`)&&(0,F.jsx)(`div`,{className:`row`,children:R(e).map(e=>(0,F.jsx)(r,{small:!0,kind:e===`withdraw`?`secondary`:`danger`,onPress:()=>t(e),children:i(`end.${e}`)},e))})]})}function R({status:e,end:t}){return e===`ACTIVE`?[`propose`]:t?.proposedBy===`PARTNER`?[`withdraw`]:t?.proposedBy===`CUSTOMER`?[`confirm`]:[`confirm`,`withdraw`]}function z({relationship:{end:e,customer:t}}){let{t:r}=n(`partner`),i=v(),a=t?.name??r(`relationship.nobody`),o=e?.proposedAt?i.day(e.proposedAt):``,s=e?.proposedBy===`PARTNER`?`byYou`:e?.proposedBy===`CUSTOMER`?`byThem`:`byUnknown`;return(0,F.jsxs)(F.Fragment,{children:[(0,F.jsx)(`p`,{children:r(`end.${s}`,{name:a,day:o})}),e?.reason&&(0,F.jsx)(`p`,{children:r(`end.reason`,{reason:e.reason})})]})}var B=w(`
  query Blockers($ids: [ID!]!, $locale: String!) {
    nodes(ids: $ids) {
      __typename
      id
      ... on CustomerSubscription { seats offer { id name(locale: $locale) } }
    }
  }
`);function V(e){return`blockers`in e}function H({refusals:e}){let t=e.filter(V).flatMap(({blockers:e})=>e.flatMap(({subscription:e})=>e?.id??[])),[{data:n}]=C({query:B,variables:{ids:t.slice(0,100),locale:l()},pause:t.length===0});if(t.length===0||!n)return null;let r=n.nodes.filter(e=>e?.__typename===`CustomerSubscription`);return(0,F.jsx)(I,{blockers:r.map(e=>({subscription:e}))})}var U=w(`
    mutation ProposeRelationshipEnd($input: ProposeRelationshipEndInput!) {
      proposeRelationshipEnd(input: $input) {
        relationship { id version }
        userErrors {
          ...Refusal
          ... on RelationshipHasBlockersError { blockers { subscription { id } } }
        }
      }
    }
  `,[S]),W=w(`
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
  `,[S]),G=w(`
    mutation WithdrawRelationshipEnd($input: WithdrawRelationshipEndInput!) {
      withdrawRelationshipEnd(input: $input) {
        relationship { id version }
        userErrors { ...Refusal }
      }
    }
  `,[S]),K={propose:`proposed`,confirm:`confirmed`,withdraw:`withdrawn`};function q({step:e,relationship:t,onClose:r,onReload:i,onDone:a}){let{t:o}=n(`partner`),[s,c]=(0,P.useState)(``),l={propose:x(U),confirm:x(W),withdraw:x(G)}[e];async function u(){let n={relationshipId:t.id,version:t.version,...s.trim()&&{reason:s}};await l.act(n)&&a(o(`end.${K[e]}`))}return(0,F.jsxs)(T,{title:o(`end.${e}Title`),help:o(`end.${e}Help`,{name:t.customer?.name??o(`relationship.nobody`)}),act:l,submit:o(`end.${e}`),kind:e===`withdraw`?`primary`:`danger`,onSubmit:()=>void u(),onClose:r,onReload:i,children:[(0,F.jsx)(E,{value:s,onChange:c,refusals:l.refusals,description:o(`end.reasonHelp`)}),(0,F.jsx)(H,{refusals:l.refusals})]})}function J({relationship:e,onRelinquish:t}){let{t:i}=n(`partner`),a=g(),o=e.delegatedAdminPrivileges,s=o.filter(({status:e})=>e===`ACTIVE`),c=o.filter(({status:e})=>e===`ENDED`),l=s.some(({partner:e})=>e?.id===a.partner?.id),u=a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`);return(0,F.jsxs)(d,{title:i(`relationship.privileges`),children:[(0,F.jsx)(`h3`,{children:i(`relationship.active`)}),s.length===0&&(0,F.jsx)(Y,{standing:e.status!==`ENDED`}),s.length>0&&(0,F.jsx)(X,{privileges:s}),l&&u&&(0,F.jsx)(`div`,{children:(0,F.jsx)(r,{kind:`danger`,small:!0,onPress:t,children:i(`relationship.relinquish`)})}),l&&!u&&(0,F.jsx)(`p`,{className:`quiet`,children:i(`relationship.roles`)}),c.length>0&&(0,F.jsxs)(F.Fragment,{children:[(0,F.jsx)(`h3`,{children:i(`relationship.past`)}),(0,F.jsx)(Z,{privileges:c})]})]})}function Y({standing:e}){let{t}=n(`partner`);return(0,F.jsxs)(F.Fragment,{children:[(0,F.jsx)(`p`,{children:t(`relationship.noneActive`)}),e&&(0,F.jsx)(`p`,{className:`quiet`,children:t(`relationship.askAgain`)}),e&&(0,F.jsx)(k,{})]})}function X({privileges:e}){let{t}=n(`partner`),r=g(),i=v(),a=({service:e,partner:t})=>t&&t.id!==r.partner?.id?`${e.name} · ${t.name}`:e.name;return(0,F.jsx)(c,{items:e.map(e=>({term:a(e),value:t(`relationship.sinceDay`,{day:i.day(e.grantedAt)})}))})}function Z({privileges:e}){let{t}=n([`partner`,`common`]),r=v(),i=(0,P.useMemo)(()=>[{id:`service`,header:t(`columns.service`),cell:({row:{original:e}})=>(0,F.jsx)(y,{children:e.service.name})},{id:`granted`,header:t(`columns.granted`),cell:({row:{original:e}})=>(0,F.jsx)(O,{of:e.grantedAt})},{id:`ended`,header:t(`columns.ended`),cell:({row:{original:e}})=>(0,F.jsx)(O,{of:e.endedAt})},{id:`reason`,header:t(`columns.endReason`),cell:({row:{original:e}})=>e.endReason?t(`common:endReasons.${e.endReason}`):``}],[t,r]);return(0,F.jsx)(D,{label:t(`relationship.privilegesLabel`),columns:i,rows:e,idOf:e=>e.id})}var Q=w(`
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
`);function $({relationship:e}){let{t}=n(`partner`),r=v(),{partner:i,reseller:a,acceptedBy:o,endedAt:s,consentVersion:l}=e;return(0,F.jsx)(d,{title:t(`relationship.facts`),children:(0,F.jsx)(c,{items:[{term:t(`relationship.status`),value:(0,F.jsx)(A,{status:e.status})},{term:t(`relationship.customer`),value:(0,F.jsx)(ee,{relationship:e})},...i?[{term:t(`relationship.partner`),value:(0,F.jsx)(y,{children:i.name})}]:[],...a?[{term:t(`relationship.reseller`),value:(0,F.jsx)(y,{children:a.name})}]:[],{term:t(`relationship.since`),value:r.moment(e.acceptedAt)},{term:t(`relationship.acceptedBy`),value:o?(0,F.jsx)(y,{children:o.name||t(`relationship.ofCustomer`)}):t(`imported`)},...l?[{term:t(`relationship.consent`),value:l}]:[],...s?[{term:t(`relationship.endedAt`),value:r.moment(s)}]:[]]})})}function ee({relationship:{customer:e,status:r}}){let{t:i}=n(`partner`);return e?r===`ENDED`?(0,F.jsx)(y,{children:e.name}):(0,F.jsx)(t,{to:`/app/customers/$customerId`,params:{customerId:e.id},children:(0,F.jsx)(y,{children:e.name})}):i(`relationship.nobody`)}var te=w(`
    mutation RelinquishDelegatedAdmin($input: RelinquishDelegatedAdminInput!) {
      relinquishDelegatedAdmin(input: $input) {
        relationship { id version }
        ended { id }
        userErrors { ...Refusal }
      }
    }
  `,[S]);function ne({relationship:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=_(),s=v(),[c,l]=(0,P.useState)([]),[u,d]=(0,P.useState)(!1),f=x(te),p=N(e.delegatedAdminPrivileges.filter(({status:e})=>e===`ACTIVE`),o.id);async function m(){if(d(!0),c.length===0)return;let t=await f.act({relationshipId:e.id,services:c,version:e.version}),n=p.filter(({code:e})=>c.includes(e)).map(({name:e})=>e);t&&i(a(`relinquish.done`,{services:s.list(n)}))}return(0,F.jsx)(T,{title:a(`relinquish.title`),help:a(`relinquish.help`,{name:e.customer?.name??a(`relationship.nobody`)}),act:f,submit:a(`relinquish.submit`),kind:`danger`,onSubmit:()=>void m(),onClose:t,onReload:r,children:(0,F.jsx)(j,{label:a(`relinquish.services`),items:p.map(({code:e,name:t})=>({value:e,label:t})),values:c,onChange:l,error:u&&c.length===0?a(`relinquish.choose`):M(f.refusals,`services`)})})}function re(){let{relationshipId:e}=i({from:`/app/relationships/$relationshipId`}),[{data:t,error:n,fetching:r},a]=s({query:Q,variables:{id:e,locale:l()}}),o=()=>a({requestPolicy:`network-only`});return t?.relationship?(0,F.jsx)(ie,{relationship:t.relationship,onReload:o},e):(0,F.jsx)(p,{error:n,fetching:r,onRetry:o})}function ie({relationship:e,onReload:r}){let{t:i}=n(`partner`),[a,o]=(0,P.useState)(null),s=h(),c={relationship:e,onReload:r,onClose:()=>o(null),onDone:e=>{o(null),s.say(e)}};return(0,F.jsxs)(u,{title:i(`relationship.title`,{name:e.customer?.name??i(`relationship.nobody`)}),above:(0,F.jsx)(t,{to:`/app/relationships`,children:i(`relationship.back`)}),children:[(0,F.jsx)(m,{told:s}),(0,F.jsxs)(`div`,{className:`cards`,children:[(0,F.jsx)($,{relationship:e}),(0,F.jsx)(J,{relationship:e,onRelinquish:()=>o(`relinquish`)})]}),e.status!==`ENDED`&&(0,F.jsx)(L,{relationship:e,onOpen:o}),(0,F.jsx)(f,{id:e.id}),a===`relinquish`&&(0,F.jsx)(ne,{...c}),a!==null&&a!==`relinquish`&&(0,F.jsx)(q,{step:a,...c})]})}export{re as RelationshipPage};
import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,t as r}from"./buttons-mCLyp1XO.js";import{t as i}from"./useParams-KDwSDO1p.js";import{B as a,H as o}from"./useHover-BOszAHuq.js";import{a as s,i as c,l,o as u,r as d}from"./viewer-DkHSt1_2.js";import{t as f}from"./i18n-DztOiu-T.js";import{n as p,r as m,t as h}from"./page-BsgvCdsb.js";import{t as g}from"./RelationshipHistory-VTiI9ZrC.js";import{t as _}from"./Missing-BfGwft5Z.js";import{n as v,r as y}from"./Told-DzKqb2Hg.js";import{t as b}from"./format-Bwq1eZXb.js";import{a as x,o as S}from"./states-DlsJJ69-.js";import{n as C,t as w}from"./act-BcAwjZcx.js";import{t as T}from"./ActDialog-Cj8CynBC.js";import{t as E}from"./ReasonField-sF8hPqrq.js";import{t as D}from"./table-CWIjMa_C.js";import{t as O}from"./Day-7xZwSRQJ.js";import{t as k}from"./ToRequest-D8jHCNNe.js";import{r as A}from"./badges-Hc2YfSGk.js";import{n as j}from"./fields-BF1FLYQe.js";import{n as M}from"./refusedAt-Cl5Ttfq_.js";import{n as N}from"./ServiceNames-CpR6WgFq.js";/* empty css                */var P=e(o(),1),F=a();function I({blockers:e}){let{t:r}=n(`partner`);return e.length===0?null:(0,F.jsxs)(S,{tone:`warning`,title:r(`end.blockersTitle`),children:[(0,F.jsx)(`p`,{children:r(`end.blockers`)}),(0,F.jsx)(`ul`,{className:`plain-list`,children:e.map(({subscription:e},n)=>(0,F.jsxs)(`li`,{children:[e?(0,F.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e.id},children:(0,F.jsx)(x,{children:e.offer.name})}):r(`end.blockerGone`),e&&`, ${r(`customer.seats`,{count:e.seats})}`]},e?.id??n))})]})}function L({relationship:e,onOpen:t}){let{t:i}=n(`partner`),a=s(),{end:o,partner:c,status:l}=e,u=c?.id===a.partner?.id;return(0,F.jsxs)(h,{title:i(`end.title`),children:[l===`ACTIVE`?(0,F.jsx)(`p`,{children:i(`end.help`)}):(0,F.jsx)(z,{relationship:e}),o&&(0,F.jsx)(I,{blockers:o.blockers}),!u&&(0,F.jsx)(`p`,{className:`quiet`,children:i(`relationship.notOwner`,{name:c?.name??i(`relationship.nobody`)})}),u&&!a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`)&&(0,F.jsx)(`p`,{className:`quiet`,children:i(`relationship.roles`)}),u&&a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`)&&(0,F.jsx)(`div`,{className:`row`,children:R(e).map(e=>(0,F.jsx)(r,{small:!0,kind:e===`withdraw`?`secondary`:`danger`,onPress:()=>t(e),children:i(`end.${e}`)},e))})]})}function R({status:e,end:t}){return e===`ACTIVE`?[`propose`]:t?.proposedBy===`PARTNER`?[`withdraw`]:t?.proposedBy===`CUSTOMER`?[`confirm`]:[`confirm`,`withdraw`]}function z({relationship:{end:e,customer:t}}){let{t:r}=n(`partner`),i=b(),a=t?.name??r(`relationship.nobody`),o=e?.proposedAt?i.day(e.proposedAt):``,s=e?.proposedBy===`PARTNER`?`byYou`:e?.proposedBy===`CUSTOMER`?`byThem`:`byUnknown`;return(0,F.jsxs)(F.Fragment,{children:[(0,F.jsx)(`p`,{children:r(`end.${s}`,{name:a,day:o})}),e?.reason&&(0,F.jsx)(`p`,{children:r(`end.reason`,{reason:e.reason})})]})}var B=u(`
  query Blockers($ids: [ID!]!, $locale: String!) {
    nodes(ids: $ids) {
      __typename
      id
      ... on CustomerSubscription { seats offer { id name(locale: $locale) } }
    }
  }
`);function V(e){return`blockers`in e}function ee({refusals:e}){let t=e.filter(V).flatMap(({blockers:e})=>e.flatMap(({subscription:e})=>e?.id??[])),[{data:n}]=l({query:B,variables:{ids:t.slice(0,100),locale:f()},pause:t.length===0});if(t.length===0||!n)return null;let r=n.nodes.filter(e=>e?.__typename===`CustomerSubscription`);return(0,F.jsx)(I,{blockers:r.map(e=>({subscription:e}))})}var H=u(`
    mutation ProposeRelationshipEnd($input: ProposeRelationshipEndInput!) {
      proposeRelationshipEnd(input: $input) {
        relationship { id version }
        userErrors {
          ...Refusal
          ... on RelationshipHasBlockersError { blockers { subscription { id } } }
        }
      }
    }
  `,[w]),U=u(`
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
  `,[w]),W=u(`
    mutation WithdrawRelationshipEnd($input: WithdrawRelationshipEndInput!) {
      withdrawRelationshipEnd(input: $input) {
        relationship { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]),G={propose:`proposed`,confirm:`confirmed`,withdraw:`withdrawn`};function K({step:e,relationship:t,onClose:r,onReload:i,onDone:a}){let{t:o}=n(`partner`),[s,c]=(0,P.useState)(``),l={propose:C(H),confirm:C(U),withdraw:C(W)}[e];async function u(){let n={relationshipId:t.id,version:t.version,...s.trim()&&{reason:s}};await l.act(n)&&a(o(`end.${G[e]}`))}return(0,F.jsxs)(T,{title:o(`end.${e}Title`),help:o(`end.${e}Help`,{name:t.customer?.name??o(`relationship.nobody`)}),act:l,submit:o(`end.${e}`),kind:e===`withdraw`?`primary`:`danger`,onSubmit:()=>void u(),onClose:r,onReload:i,children:[(0,F.jsx)(E,{value:s,onChange:c,refusals:l.refusals,description:o(`end.reasonHelp`)}),(0,F.jsx)(ee,{refusals:l.refusals})]})}function q({relationship:e,onRelinquish:t}){let{t:i}=n(`partner`),a=s(),o=e.delegatedAdminPrivileges,c=o.filter(({status:e})=>e===`ACTIVE`),l=o.filter(({status:e})=>e===`ENDED`),u=c.some(({partner:e})=>e?.id===a.partner?.id),d=a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`);return(0,F.jsxs)(h,{title:i(`relationship.privileges`),children:[(0,F.jsx)(`h3`,{children:i(`relationship.active`)}),c.length===0&&(0,F.jsx)(J,{standing:e.status!==`ENDED`}),c.length>0&&(0,F.jsx)(Y,{privileges:c}),u&&d&&(0,F.jsx)(`div`,{children:(0,F.jsx)(r,{kind:`danger`,small:!0,onPress:t,children:i(`relationship.relinquish`)})}),u&&!d&&(0,F.jsx)(`p`,{className:`quiet`,children:i(`relationship.roles`)}),l.length>0&&(0,F.jsxs)(F.Fragment,{children:[(0,F.jsx)(`h3`,{children:i(`relationship.past`)}),(0,F.jsx)(X,{privileges:l})]})]})}function J({standing:e}){let{t}=n(`partner`);return(0,F.jsxs)(F.Fragment,{children:[(0,F.jsx)(`p`,{children:t(`relationship.noneActive`)}),e&&(0,F.jsx)(`p`,{className:`quiet`,children:t(`relationship.askAgain`)}),e&&(0,F.jsx)(k,{})]})}function Y({privileges:e}){let{t}=n(`partner`),r=s(),i=b(),a=({service:e,partner:t})=>t&&t.id!==r.partner?.id?`${e.name} · ${t.name}`:e.name;return(0,F.jsx)(p,{items:e.map(e=>({term:a(e),value:t(`relationship.sinceDay`,{day:i.day(e.grantedAt)})}))})}function X({privileges:e}){let{t}=n([`partner`,`common`]),r=b(),i=(0,P.useMemo)(()=>[{id:`service`,header:t(`columns.service`),cell:({row:{original:e}})=>(0,F.jsx)(x,{children:e.service.name})},{id:`granted`,header:t(`columns.granted`),cell:({row:{original:e}})=>(0,F.jsx)(O,{of:e.grantedAt})},{id:`ended`,header:t(`columns.ended`),cell:({row:{original:e}})=>(0,F.jsx)(O,{of:e.endedAt})},{id:`reason`,header:t(`columns.endReason`),cell:({row:{original:e}})=>e.endReason?t(`common:endReasons.${e.endReason}`):``}],[t,r]);return(0,F.jsx)(D,{label:t(`relationship.privilegesLabel`),columns:i,rows:e,idOf:e=>e.id})}var Z=u(`
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
`);function Q({relationship:e}){let{t}=n(`partner`),r=b(),{partner:i,reseller:a,acceptedBy:o,endedAt:s,consentVersion:c}=e;return(0,F.jsx)(h,{title:t(`relationship.facts`),children:(0,F.jsx)(p,{items:[{term:t(`relationship.status`),value:(0,F.jsx)(A,{status:e.status})},{term:t(`relationship.customer`),value:(0,F.jsx)($,{relationship:e})},...i?[{term:t(`relationship.partner`),value:(0,F.jsx)(x,{children:i.name})}]:[],...a?[{term:t(`relationship.reseller`),value:(0,F.jsx)(x,{children:a.name})}]:[],{term:t(`relationship.since`),value:r.moment(e.acceptedAt)},{term:t(`relationship.acceptedBy`),value:o?(0,F.jsx)(x,{children:o.name||t(`relationship.ofCustomer`)}):t(`imported`)},...c?[{term:t(`relationship.consent`),value:c}]:[],...s?[{term:t(`relationship.endedAt`),value:r.moment(s)}]:[]]})})}function $({relationship:{customer:e,status:r}}){let{t:i}=n(`partner`);return e?r===`ENDED`?(0,F.jsx)(x,{children:e.name}):(0,F.jsx)(t,{to:`/app/customers/$customerId`,params:{customerId:e.id},children:(0,F.jsx)(x,{children:e.name})}):i(`relationship.nobody`)}var te=u(`
    mutation RelinquishDelegatedAdmin($input: RelinquishDelegatedAdminInput!) {
      relinquishDelegatedAdmin(input: $input) {
        relationship { id version }
        ended { id }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function ne({relationship:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=c(),s=b(),[l,u]=(0,P.useState)([]),[d,f]=(0,P.useState)(!1),p=C(te),m=N(e.delegatedAdminPrivileges.filter(({status:e})=>e===`ACTIVE`),o.id);async function h(){if(f(!0),l.length===0)return;let t=await p.act({relationshipId:e.id,services:l,version:e.version}),n=m.filter(({code:e})=>l.includes(e)).map(({name:e})=>e);t&&i(a(`relinquish.done`,{services:s.list(n)}))}return(0,F.jsx)(T,{title:a(`relinquish.title`),help:a(`relinquish.help`,{name:e.customer?.name??a(`relationship.nobody`)}),act:p,submit:a(`relinquish.submit`),kind:`danger`,onSubmit:()=>void h(),onClose:t,onReload:r,children:(0,F.jsx)(j,{label:a(`relinquish.services`),items:m.map(({code:e,name:t})=>({value:e,label:t})),values:l,onChange:u,error:d&&l.length===0?a(`relinquish.choose`):M(p.refusals,`services`)})})}function re(){let{relationshipId:e}=i({from:`/app/relationships/$relationshipId`});d(`partner`);let[{data:t,error:n,fetching:r},a]=l({query:Z,variables:{id:e,locale:f()}}),o=()=>a({requestPolicy:`network-only`});return t?.relationship?(0,F.jsx)(ie,{relationship:t.relationship,onReload:o},e):(0,F.jsx)(_,{error:n,fetching:r,onRetry:o})}function ie({relationship:e,onReload:r}){let{t:i}=n(`partner`),[a,o]=(0,P.useState)(null),s=y(),c={relationship:e,onReload:r,onClose:()=>o(null),onDone:e=>{o(null),s.say(e)}};return(0,F.jsxs)(m,{title:i(`relationship.title`,{name:e.customer?.name??i(`relationship.nobody`)}),above:(0,F.jsx)(t,{to:`/app/relationships`,children:i(`relationship.back`)}),children:[(0,F.jsx)(v,{told:s}),(0,F.jsxs)(`div`,{className:`cards`,children:[(0,F.jsx)(Q,{relationship:e}),(0,F.jsx)(q,{relationship:e,onRelinquish:()=>o(`relinquish`)})]}),e.status!==`ENDED`&&(0,F.jsx)(L,{relationship:e,onOpen:o}),(0,F.jsx)(g,{id:e.id}),a===`relinquish`&&(0,F.jsx)(ne,{...c}),a!==null&&a!==`relinquish`&&(0,F.jsx)(K,{step:a,...c})]})}export{re as RelationshipPage};
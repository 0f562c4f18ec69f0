import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,n as r,t as i}from"./buttons-gQHUslcP.js";import{t as a}from"./useParams-D07t8sxU.js";import{t as o}from"./useSearch-CiivDyy9.js";import{B as s,H as c}from"./useHover-BOszAHuq.js";import{t as l}from"./kept-BjbOdPV9.js";import{i as u,r as d}from"./viewer-BowR78Gd.js";import{n as f,o as p,r as m,t as h}from"./page-CKRU7_rZ.js";import{t as g}from"./format-Dd2h_E0L.js";import{a as _,i as v,n as y,o as b,r as x}from"./states-vBv4euA2.js";import{t as S}from"./Missing-usg6pPnU.js";import{i as C,n as w}from"./table-QO8Zci13.js";import{i as T,t as E}from"./graphql-DFM3QPVt.js";import{n as D,t as O}from"./act-D9scW8zI.js";import{n as k,t as A}from"./dialog-DpRhRZKu.js";import{t as j}from"./ActOutcome-DODkgqCe.js";import{r as M}from"./fields-u7otaAQB.js";import{n as N,r as P,t as F}from"./MailCard-CAIXmKOC.js";import{t as I}from"./Funnel-DX_JOgF1.js";import{t as L}from"./LinkStatus-BGw_75Ab.js";/* empty css                   */var R=e(c(),1),z=s(),B=E(`
  query LinkAcceptances($id: ID!, $filter: InviteAcceptanceFilter, $asOf: DateTime, $first: Int, $after: String) {
    node(id: $id) {
      __typename
      ... on Invite {
        id
        acceptances(filter: $filter, asOf: $asOf, first: $first, after: $after) {
          totalCount
          nodes { id acceptedAt customer { id name domain } relationship { id } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);function V({inviteId:e,search:t}){let{t:r}=n(`requesting`),i=t.filter?.acceptedBetween,a=C(B,{id:e,filter:i?{acceptedBetween:i}:null,asOf:t.asOf??null},e=>e.node?.__typename===`Invite`?e.node.acceptances:null,25),o=(0,z.jsx)(y,{title:r(`acceptances.none`),children:(0,z.jsx)(`p`,{children:r(`acceptances.noneHelp`)})});return(0,z.jsx)(h,{title:r(`acceptances.title`),children:(0,z.jsx)(w,{list:a,label:r(`acceptances.title`),columns:H(),idOf:e=>e.id,empty:o})})}function H(){let{t:e}=n(`requesting`),t=g();return(0,R.useMemo)(()=>[{id:`customer`,header:e(`acceptances.columns.customer`),cell:({row:e})=>(0,z.jsx)(U,{row:e.original})},{id:`domain`,header:e(`acceptances.columns.domain`),cell:({row:e})=>e.original.customer?.domain??`–`},{id:`when`,header:e(`acceptances.columns.when`),cell:({row:e})=>t.moment(e.original.acceptedAt)}],[e,t])}function U({row:{customer:e,relationship:r}}){let{t:i}=n(`requesting`),a=e?(0,z.jsx)(_,{children:e.name}):i(`acceptances.former`);return r?(0,z.jsx)(t,{to:`/app/relationships/$relationshipId`,params:{relationshipId:r.id},children:a}):a}var W=E(`
    mutation RevokeLink($input: RevokeInviteInput!) {
      revokeInvite(input: $input) {
        invite { id version status graceEndsAt }
        userErrors { ...Refusal }
      }
    }
  `,[O]);function G({link:e,isDefault:t,isOpen:r,onClose:a,onDone:o,onRefresh:s}){let{t:c}=n([`requesting`,`common`]),l=D(W);function u(){l.reset(),a()}async function d(){await l.act({inviteId:e.id,version:e.version})&&(o(),a())}return(0,z.jsxs)(k,{title:c(`revoke.title`),isOpen:r,onClose:u,alert:!0,children:[(0,z.jsx)(`p`,{children:c(`revoke.help`)}),t&&(0,z.jsx)(`p`,{children:c(`revoke.default`)}),(0,z.jsx)(`p`,{children:c(`revoke.stays`)}),(0,z.jsx)(j,{of:l,onReload:s}),(0,z.jsxs)(A,{children:[(0,z.jsx)(i,{onPress:u,children:c(`common:cancel`)}),(0,z.jsx)(i,{kind:`danger`,onPress:d,isPending:l.busy,children:c(`revoke.submit`)})]})]})}var K=E(`
    mutation RotateLink($input: RotateInviteInput!) {
      rotateInvite(input: $input) {
        invite { id url status }
        userErrors { ...Refusal }
      }
    }
  `,[O]),q=[`0`,`86400`,`604800`,`2592000`,`7776000`];function J({link:e,isOpen:t,onClose:r,onRefresh:a}){let{t:o}=n([`requesting`,`common`]),[s,c]=(0,R.useState)(`0`),[l,u]=(0,R.useState)(null),d=D(K);function f(){d.reset(),u(null),r()}async function p(){let t=await d.act({inviteId:e.id,version:e.version,gracePeriodSeconds:Number(s)});if(!t?.invite)return;let n=Number(s)>0?new Date(Date.now()+Number(s)*1e3).toISOString():null;u({successor:t.invite,until:n})}return(0,z.jsx)(k,{title:o(l?`rotate.doneTitle`:`rotate.title`),isOpen:t,onClose:f,alert:!0,children:l?(0,z.jsx)(Y,{done:l,onClose:f}):(0,z.jsxs)(z.Fragment,{children:[(0,z.jsx)(`p`,{children:o(`rotate.help`)}),e.maxUses!==null&&(0,z.jsx)(`p`,{children:o(`rotate.count`)}),(0,z.jsx)(`p`,{children:o(`rotate.stays`)}),(0,z.jsx)(M,{label:o(`rotate.grace`),value:s,onChange:c,items:q.map(e=>({value:e,label:o(`rotate.graces.${e}`)}))}),(0,z.jsx)(j,{of:d,onReload:a}),(0,z.jsxs)(A,{children:[(0,z.jsx)(i,{onPress:f,children:o(`common:cancel`)}),(0,z.jsx)(i,{kind:`danger`,onPress:p,isPending:d.busy,children:o(`rotate.submit`)})]})]})})}function Y({done:{successor:e,until:t},onClose:a}){let{t:o}=n([`requesting`,`common`]),s=g(),c=(0,R.useRef)(null);return(0,R.useEffect)(()=>c.current?.focus(),[]),(0,z.jsxs)(z.Fragment,{children:[(0,z.jsx)(`p`,{ref:c,tabIndex:-1,role:`status`,children:t?o(`rotate.doneLater`,{moment:s.moment(t)}):o(`rotate.doneNow`)}),(0,z.jsx)(P,{url:e.url}),(0,z.jsxs)(A,{children:[(0,z.jsx)(i,{onPress:a,children:o(`common:close`)}),(0,z.jsx)(r,{to:`/app/links/$inviteId`,params:{inviteId:e.id},kind:`primary`,onClick:a,children:o(`rotate.toNew`)})]})]})}function X({link:e,isDefault:t,onRefresh:r}){let{t:a}=n(`requesting`),o=u(),{type:s}=d(),[c,l]=(0,R.useState)(null),[f,p]=(0,R.useState)(!1),m=(0,R.useRef)(null);(0,R.useEffect)(()=>{f&&c===null&&m.current?.focus()},[f,c]);let g=()=>l(null),_=e.status===`ACTIVE`,v=s===`INDIRECT_RESELLER`?a(`changes.provider`):o.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`)?null:a(`changes.roles`);return(0,z.jsxs)(h,{title:a(`changes.title`),children:[(0,z.jsx)(`p`,{ref:m,tabIndex:-1,role:f?`status`:void 0,children:f?a(`revoke.done`):_?v??a(`changes.help`):a(`changes.over`)}),_&&v===null&&!f&&(0,z.jsxs)(`div`,{className:`row`,children:[e.graceEndsAt===null&&(0,z.jsx)(i,{onPress:()=>l(`rotate`),children:a(`rotate.open`)}),(0,z.jsx)(i,{kind:`danger`,onPress:()=>l(`revoke`),children:a(`revoke.open`)})]}),(0,z.jsx)(J,{link:e,isOpen:c===`rotate`,onClose:g,onRefresh:r}),(0,z.jsx)(G,{link:e,isDefault:t,isOpen:c===`revoke`,onClose:g,onDone:()=>p(!0),onRefresh:r})]})}var Z=E(`
  query LinkDeclines($id: ID!, $filter: InviteDeclineFilter, $asOf: DateTime, $first: Int, $after: String) {
    node(id: $id) {
      __typename
      ... on Invite {
        id
        declines(filter: $filter, asOf: $asOf, first: $first, after: $after) {
          totalCount
          nodes { id declinedAt customerName reason }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);function Q({inviteId:e,search:t}){let{t:r}=n(`requesting`),i=t.filter?.declinedBetween,a=C(Z,{id:e,filter:i?{declinedBetween:i}:null,asOf:t.asOf??null},e=>e.node?.__typename===`Invite`?e.node.declines:null,25);return(0,z.jsx)(h,{title:r(`declines.title`),children:(0,z.jsx)(w,{list:a,label:r(`declines.title`),columns:$(),idOf:e=>e.id,empty:(0,z.jsx)(`p`,{className:`quiet`,children:r(`declines.none`)})})})}function $(){let{t:e}=n(`requesting`),t=g();return(0,R.useMemo)(()=>[{id:`customer`,header:e(`declines.columns.customer`),cell:({row:e})=>(0,z.jsx)(_,{children:e.original.customerName})},{id:`reason`,header:e(`declines.columns.reason`),cell:({row:{original:t}})=>t.reason?(0,z.jsx)(_,{children:t.reason}):e(`declines.noReason`)},{id:`when`,header:e(`declines.columns.when`),cell:({row:e})=>t.moment(e.original.declinedAt)}],[e,t])}var ee=E(`
  query LinkFunnel($ids: [ID!], $from: Date!) {
    viewer {
      partner {
        id
        report(from: $from, interval: MONTH) {
          invites(ids: $ids) { previews { total } rate timeToAccept { median percentile90 } }
        }
      }
    }
  }
`);function te(e){let t=new Date(e);return t.setUTCDate(t.getUTCDate()-1),t.toISOString().slice(0,10)}function ne({link:e}){let{t:r}=n(`requesting`),[{data:i,error:a},o]=T({query:ee,variables:{ids:[e.id],from:te(e.createdAt)}}),s=i?.viewer?.partner?.report?.invites,c=e.viewCount+e.acceptCount+e.declineCount===0;return(0,z.jsxs)(h,{title:r(`funnel.title`),actions:(0,z.jsx)(t,{to:`/app/reports`,search:{section:`links`},children:r(`funnel.reports`)}),children:[a&&!s&&(0,z.jsx)(x,{error:a,onRetry:()=>o({requestPolicy:`network-only`})}),!a&&!s&&(0,z.jsx)(v,{}),s&&c&&(0,z.jsx)(`p`,{className:`quiet`,children:r(`funnel.none`)}),s&&!c&&(0,z.jsx)(I,{figures:{...s,views:e.viewCount,acceptances:e.acceptCount,declines:e.declineCount,previews:s.previews.total}})]})}var re=E(`
  query OneLink($id: ID!, $locale: String!) {
    node(id: $id) {
      __typename
      ... on Invite {
        id version url status label delegatedAdmin expiresAt graceEndsAt maxUses viewCount acceptCount declineCount createdAt
        services { code name(locale: $locale) }
        reseller { id name }
      }
    }
    viewer { partner { id invite { id } } }
  }
`);function ie({inviteId:e,search:{filter:r,asOf:i}}){let{t:a}=n(`requesting`),o=g(),s=r?.acceptedBetween??r?.declinedBetween;return!s&&!i?null:(0,z.jsxs)(b,{title:a(`narrowed.title`),children:[s&&(0,z.jsx)(`p`,{children:a(`narrowed.between`,{from:s.from?o.moment(s.from):`…`,to:s.to?o.moment(s.to):`…`})}),i&&(0,z.jsx)(`p`,{children:a(`narrowed.asOf`,{moment:o.moment(i)})}),(0,z.jsx)(t,{to:`/app/links/$inviteId`,params:{inviteId:e},search:{},children:a(`narrowed.all`)})]})}function ae(){let{inviteId:e}=a({from:`/app/links/$inviteId`}),[{data:t,error:n,fetching:r},i]=l({query:re,variables:{id:e,locale:p()}}),o=()=>i({requestPolicy:`network-only`}),s=t?.node?.__typename===`Invite`&&t.node.id===e?t.node:null;return s?(0,z.jsx)(oe,{link:s,isDefault:s.id===t?.viewer?.partner?.invite?.id,onRefresh:o},s.id):(0,z.jsx)(S,{error:n,fetching:r,onRetry:o})}function oe({link:e,isDefault:r,onRefresh:i}){let{t:a}=n(`requesting`),s=o({from:`/app/links/$inviteId`}),c=s.filter!==void 0||s.asOf!==void 0,l=(0,z.jsxs)(z.Fragment,{children:[!s.filter?.declinedBetween&&(0,z.jsx)(V,{inviteId:e.id,search:s}),!s.filter?.acceptedBetween&&(0,z.jsx)(Q,{inviteId:e.id,search:s})]}),u=r?a(`links.default`):e.label??a(`links.unlabelled`);return(0,z.jsxs)(m,{title:u,above:(0,z.jsx)(t,{to:`/app/links`,children:a(`one.back`)}),children:[(0,z.jsx)(ie,{inviteId:e.id,search:s}),c&&l,(0,z.jsxs)(h,{title:a(`one.terms`),children:[(0,z.jsx)(se,{link:e}),(0,z.jsx)(P,{url:e.url})]}),(0,z.jsx)(ne,{link:e}),!c&&l,(0,z.jsx)(ce,{link:e}),(0,z.jsx)(X,{link:e,isDefault:r,onRefresh:i})]})}function se({link:e}){let{t}=n(`requesting`),r=g(),i=e.delegatedAdmin?r.list(e.services.map(e=>e.name)):t(`links.noPrivileges`);return(0,z.jsx)(f,{items:[{term:t(`one.status`),value:(0,z.jsx)(L,{status:e.status,graceEndsAt:e.graceEndsAt})},{term:t(`one.asks`),value:i},...e.reseller?[{term:t(`one.inName`),value:(0,z.jsx)(_,{children:e.reseller.name})}]:[],{term:t(`one.expires`),value:e.expiresAt?r.moment(e.expiresAt):t(`one.never`)},{term:t(`one.limit`),value:e.maxUses===null?t(`one.anyNumber`):r.number(e.maxUses)},{term:t(`one.made`),value:r.moment(e.createdAt)}]})}function ce({link:e}){let{t}=n(`requesting`),r=u(),{status:a}=d(),o=N(),[s,c]=(0,R.useState)(!1),l=(0,R.useRef)(null);if((0,R.useEffect)(()=>{s&&l.current?.focus()},[s]),s)return(0,z.jsx)(`div`,{ref:l,tabIndex:-1,children:(0,z.jsx)(F,{inviteId:e.id,draft:o,withLink:!1})});let f=r.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?a===`SUSPENDED`?t(`may.suspended`):e.status===`ACTIVE`?null:t(`one.mailUnusable`):t(`one.mailHelpdesk`);return(0,z.jsxs)(h,{title:t(`one.mail`),children:[(0,z.jsx)(`p`,{children:f??t(`one.mailHelp`)}),f===null&&(0,z.jsx)(`div`,{children:(0,z.jsx)(i,{onPress:()=>c(!0),children:t(`one.showMail`)})})]})}export{ae as LinkPage};
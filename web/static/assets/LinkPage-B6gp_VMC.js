import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,n as r,t as i}from"./buttons-mCLyp1XO.js";import{t as a}from"./useParams-KDwSDO1p.js";import{t as o}from"./useSearch-Bx9MBORO.js";import{B as s,H as c}from"./useHover-BOszAHuq.js";import{a as l,c as u,i as d,r as f}from"./viewer-DUFWZfzu.js";import{t as p}from"./i18n-DGBeBXiu.js";import{t as m}from"./format-fsqIrqlt.js";import{n as h,r as g,t as _}from"./page-BsgvCdsb.js";import{a as v,i as y,n as ee,o as b,r as x,s as S}from"./states-DlsJJ69-.js";import{n as C}from"./NotFound-DUVgAO5-.js";import{i as w,n as T}from"./table-BJ7H9yAx.js";import{n as E,t as D}from"./act-Dw2Vnyqo.js";import{n as O,t as k}from"./dialog-DkCVGT3c.js";import{i as A,n as j,r as M,t as N}from"./MailCard-BCWKOkrB.js";import{r as P}from"./fields-BF1FLYQe.js";import{t as F}from"./Funnel-CD-mwvTH.js";import{t as I}from"./LinkStatus-2XQWnXyT.js";/* empty css                   */var L=e(c(),1),R=s(),z=l(`
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
`);function B({inviteId:e,search:t}){let{t:r}=n(`requesting`),i=t.filter?.acceptedBetween,a=w(z,{id:e,filter:i?{acceptedBetween:i}:null,asOf:t.asOf??null},e=>e.node?.__typename===`Invite`?e.node.acceptances:null,25),o=(0,R.jsx)(ee,{title:r(`acceptances.none`),children:(0,R.jsx)(`p`,{children:r(`acceptances.noneHelp`)})});return(0,R.jsx)(_,{title:r(`acceptances.title`),children:(0,R.jsx)(T,{list:a,label:r(`acceptances.title`),columns:V(),idOf:e=>e.id,empty:o})})}function V(){let{t:e}=n(`requesting`),t=m();return(0,L.useMemo)(()=>[{id:`customer`,header:e(`acceptances.columns.customer`),cell:({row:e})=>(0,R.jsx)(H,{row:e.original})},{id:`domain`,header:e(`acceptances.columns.domain`),cell:({row:e})=>e.original.customer?.domain??`–`},{id:`when`,header:e(`acceptances.columns.when`),cell:({row:e})=>t.moment(e.original.acceptedAt)}],[e,t])}function H({row:{customer:e,relationship:r}}){let{t:i}=n(`requesting`),a=e?(0,R.jsx)(v,{children:e.name}):i(`acceptances.former`);return r?(0,R.jsx)(t,{to:`/app/relationships/$relationshipId`,params:{relationshipId:r.id},children:a}):a}var U=l(`
    mutation RevokeLink($input: RevokeInviteInput!) {
      revokeInvite(input: $input) {
        invite { id version status graceEndsAt }
        userErrors { ...Refusal }
      }
    }
  `,[D]);function W({link:e,isDefault:t,isOpen:r,onClose:a,onDone:o,onRefresh:s}){let{t:c}=n([`requesting`,`common`]),l=E(U);function u(){l.reset(),a()}async function d(){await l.act({inviteId:e.id,version:e.version})&&(o(),a())}return(0,R.jsxs)(O,{title:c(`revoke.title`),isOpen:r,onClose:u,alert:!0,children:[(0,R.jsx)(`p`,{children:c(`revoke.help`)}),t&&(0,R.jsx)(`p`,{children:c(`revoke.default`)}),(0,R.jsx)(`p`,{children:c(`revoke.stays`)}),(0,R.jsx)(S,{of:l}),(0,R.jsx)(A,{of:l,onShow:s}),(0,R.jsxs)(k,{children:[(0,R.jsx)(i,{onPress:u,children:c(`common:cancel`)}),(0,R.jsx)(i,{kind:`danger`,onPress:d,isPending:l.busy,children:c(`revoke.submit`)})]})]})}var G=l(`
    mutation RotateLink($input: RotateInviteInput!) {
      rotateInvite(input: $input) {
        invite { id url status }
        userErrors { ...Refusal }
      }
    }
  `,[D]),K=[`0`,`86400`,`604800`,`2592000`,`7776000`];function q({link:e,isOpen:t,onClose:r,onRefresh:a}){let{t:o}=n([`requesting`,`common`]),[s,c]=(0,L.useState)(`0`),[l,u]=(0,L.useState)(null),d=E(G);function f(){d.reset(),u(null),r()}async function p(){let t=await d.act({inviteId:e.id,version:e.version,gracePeriodSeconds:Number(s)});if(!t?.invite)return;let n=Number(s)>0?new Date(Date.now()+Number(s)*1e3).toISOString():null;u({successor:t.invite,until:n})}return(0,R.jsx)(O,{title:o(l?`rotate.doneTitle`:`rotate.title`),isOpen:t,onClose:f,alert:!0,children:l?(0,R.jsx)(J,{done:l,onClose:f}):(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(`p`,{children:o(`rotate.help`)}),e.maxUses!==null&&(0,R.jsx)(`p`,{children:o(`rotate.count`)}),(0,R.jsx)(`p`,{children:o(`rotate.stays`)}),(0,R.jsx)(P,{label:o(`rotate.grace`),value:s,onChange:c,items:K.map(e=>({value:e,label:o(`rotate.graces.${e}`)}))}),(0,R.jsx)(S,{of:d}),(0,R.jsx)(A,{of:d,onShow:a}),(0,R.jsxs)(k,{children:[(0,R.jsx)(i,{onPress:f,children:o(`common:cancel`)}),(0,R.jsx)(i,{kind:`danger`,onPress:p,isPending:d.busy,children:o(`rotate.submit`)})]})]})})}function J({done:{successor:e,until:t},onClose:a}){let{t:o}=n([`requesting`,`common`]),s=m(),c=(0,L.useRef)(null);return(0,L.useEffect)(()=>c.current?.focus(),[]),(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(`p`,{ref:c,tabIndex:-1,role:`status`,children:t?o(`rotate.doneLater`,{moment:s.moment(t)}):o(`rotate.doneNow`)}),(0,R.jsx)(M,{url:e.url}),(0,R.jsxs)(k,{children:[(0,R.jsx)(i,{onPress:a,children:o(`common:close`)}),(0,R.jsx)(r,{to:`/app/links/$inviteId`,params:{inviteId:e.id},kind:`primary`,onClick:a,children:o(`rotate.toNew`)})]})]})}function Y({link:e,isDefault:t,onRefresh:r}){let{t:a}=n(`requesting`),o=d(),{type:s}=f(),[c,l]=(0,L.useState)(null),[u,p]=(0,L.useState)(!1),m=(0,L.useRef)(null);(0,L.useEffect)(()=>{u&&c===null&&m.current?.focus()},[u,c]);let h=()=>l(null),g=e.status===`ACTIVE`,v=s===`INDIRECT_RESELLER`?a(`changes.provider`):o.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`)?null:a(`changes.roles`);return(0,R.jsxs)(_,{title:a(`changes.title`),children:[(0,R.jsx)(`p`,{ref:m,tabIndex:-1,role:u?`status`:void 0,children:u?a(`revoke.done`):g?v??a(`changes.help`):a(`changes.over`)}),g&&v===null&&!u&&(0,R.jsxs)(`div`,{className:`row`,children:[e.graceEndsAt===null&&(0,R.jsx)(i,{onPress:()=>l(`rotate`),children:a(`rotate.open`)}),(0,R.jsx)(i,{kind:`danger`,onPress:()=>l(`revoke`),children:a(`revoke.open`)})]}),(0,R.jsx)(q,{link:e,isOpen:c===`rotate`,onClose:h,onRefresh:r}),(0,R.jsx)(W,{link:e,isDefault:t,isOpen:c===`revoke`,onClose:h,onDone:()=>p(!0),onRefresh:r})]})}var X=l(`
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
`);function Z({inviteId:e,search:t}){let{t:r}=n(`requesting`),i=t.filter?.declinedBetween,a=w(X,{id:e,filter:i?{declinedBetween:i}:null,asOf:t.asOf??null},e=>e.node?.__typename===`Invite`?e.node.declines:null,25);return(0,R.jsx)(_,{title:r(`declines.title`),children:(0,R.jsx)(T,{list:a,label:r(`declines.title`),columns:Q(),idOf:e=>e.id,empty:(0,R.jsx)(`p`,{className:`quiet`,children:r(`declines.none`)})})})}function Q(){let{t:e}=n(`requesting`),t=m();return(0,L.useMemo)(()=>[{id:`customer`,header:e(`declines.columns.customer`),cell:({row:e})=>(0,R.jsx)(v,{children:e.original.customerName})},{id:`reason`,header:e(`declines.columns.reason`),cell:({row:{original:t}})=>t.reason?(0,R.jsx)(v,{children:t.reason}):e(`declines.noReason`)},{id:`when`,header:e(`declines.columns.when`),cell:({row:e})=>t.moment(e.original.declinedAt)}],[e,t])}var te=l(`
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
`);function ne(e){let t=new Date(e);return t.setUTCDate(t.getUTCDate()-1),t.toISOString().slice(0,10)}function re({link:e}){let{t:r}=n(`requesting`),[{data:i,error:a},o]=u({query:te,variables:{ids:[e.id],from:ne(e.createdAt)}}),s=i?.viewer?.partner?.report?.invites,c=e.viewCount+e.acceptCount+e.declineCount===0;return(0,R.jsxs)(_,{title:r(`funnel.title`),actions:(0,R.jsx)(t,{to:`/app/reports`,search:{section:`links`},children:r(`funnel.reports`)}),children:[a&&!s&&(0,R.jsx)(x,{error:a,onRetry:()=>o({requestPolicy:`network-only`})}),!a&&!s&&(0,R.jsx)(y,{}),s&&c&&(0,R.jsx)(`p`,{className:`quiet`,children:r(`funnel.none`)}),s&&!c&&(0,R.jsx)(F,{figures:{...s,views:e.viewCount,acceptances:e.acceptCount,declines:e.declineCount,previews:s.previews.total}})]})}var ie=l(`
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
`);function $({inviteId:e,search:{filter:r,asOf:i}}){let{t:a}=n(`requesting`),o=m(),s=r?.acceptedBetween??r?.declinedBetween;return!s&&!i?null:(0,R.jsxs)(b,{title:a(`narrowed.title`),children:[s&&(0,R.jsx)(`p`,{children:a(`narrowed.between`,{from:s.from?o.moment(s.from):`…`,to:s.to?o.moment(s.to):`…`})}),i&&(0,R.jsx)(`p`,{children:a(`narrowed.asOf`,{moment:o.moment(i)})}),(0,R.jsx)(t,{to:`/app/links/$inviteId`,params:{inviteId:e},search:{},children:a(`narrowed.all`)})]})}function ae(){let{inviteId:e}=a({from:`/app/links/$inviteId`}),[{data:t,error:n,fetching:r},i]=u({query:ie,variables:{id:e,locale:p()}}),o=()=>i({requestPolicy:`network-only`}),s=t?.node?.__typename===`Invite`&&t.node.id===e?t.node:null;if(s)return(0,R.jsx)(oe,{link:s,isDefault:s.id===t?.viewer?.partner?.invite?.id,onRefresh:o},s.id);if(r)return(0,R.jsx)(y,{rows:6});let c=n?.graphQLErrors.some(({extensions:e})=>e.code===`VALIDATION_FAILED`);return n&&!c?(0,R.jsx)(x,{error:n,onRetry:o}):(0,R.jsx)(C,{})}function oe({link:e,isDefault:r,onRefresh:i}){let{t:a}=n(`requesting`),s=o({from:`/app/links/$inviteId`}),c=s.filter!==void 0||s.asOf!==void 0,l=(0,R.jsxs)(R.Fragment,{children:[!s.filter?.declinedBetween&&(0,R.jsx)(B,{inviteId:e.id,search:s}),!s.filter?.acceptedBetween&&(0,R.jsx)(Z,{inviteId:e.id,search:s})]}),u=r?a(`links.default`):e.label??a(`links.unlabelled`);return(0,R.jsxs)(g,{title:u,above:(0,R.jsx)(t,{to:`/app/links`,children:a(`one.back`)}),children:[(0,R.jsx)($,{inviteId:e.id,search:s}),c&&l,(0,R.jsxs)(_,{title:a(`one.terms`),children:[(0,R.jsx)(se,{link:e}),(0,R.jsx)(M,{url:e.url})]}),(0,R.jsx)(re,{link:e}),!c&&l,(0,R.jsx)(ce,{link:e}),(0,R.jsx)(Y,{link:e,isDefault:r,onRefresh:i})]})}function se({link:e}){let{t}=n(`requesting`),r=m(),i=e.delegatedAdmin?r.list(e.services.map(e=>e.name)):t(`links.noPrivileges`);return(0,R.jsx)(h,{items:[{term:t(`one.status`),value:(0,R.jsx)(I,{status:e.status,graceEndsAt:e.graceEndsAt})},{term:t(`one.asks`),value:i},...e.reseller?[{term:t(`one.inName`),value:(0,R.jsx)(v,{children:e.reseller.name})}]:[],{term:t(`one.expires`),value:e.expiresAt?r.moment(e.expiresAt):t(`one.never`)},{term:t(`one.limit`),value:e.maxUses===null?t(`one.anyNumber`):r.number(e.maxUses)},{term:t(`one.made`),value:r.moment(e.createdAt)}]})}function ce({link:e}){let{t}=n(`requesting`),r=d(),{status:a}=f(),o=j(),[s,c]=(0,L.useState)(!1),l=(0,L.useRef)(null);if((0,L.useEffect)(()=>{s&&l.current?.focus()},[s]),s)return(0,R.jsx)(`div`,{ref:l,tabIndex:-1,children:(0,R.jsx)(N,{inviteId:e.id,draft:o,withLink:!1})});let u=r.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?a===`SUSPENDED`?t(`may.suspended`):e.status===`ACTIVE`?null:t(`one.mailUnusable`):t(`one.mailHelpdesk`);return(0,R.jsxs)(_,{title:t(`one.mail`),children:[(0,R.jsx)(`p`,{children:u??t(`one.mailHelp`)}),u===null&&(0,R.jsx)(`div`,{children:(0,R.jsx)(i,{onPress:()=>c(!0),children:t(`one.showMail`)})})]})}export{ae as LinkPage};
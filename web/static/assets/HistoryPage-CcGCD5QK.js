const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/dist-C18JurtW.js","assets/dist-B3CG-CdH.js"])))=>i.map(i=>d[i]);
import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{t}from"./useSearch-CiivDyy9.js";import{B as n,H as r}from"./useHover-BOszAHuq.js";import{F as i,t as a}from"./buttons-gQHUslcP.js";import{i as o}from"./table-DGCNYMxL.js";import{f as s,t as c}from"./graphql-DFM3QPVt.js";import{t as l}from"./config-B4ZDY-0I.js";import{t as u}from"./session-D50wePVi.js";import{t as d}from"./preload-helper-DygEbaNj.js";import{i as f}from"./viewer-BowR78Gd.js";import{o as p,r as m,t as h}from"./page-mTW8QsKU.js";import{n as g}from"./NotFound-C60m2m0k.js";import{t as _}from"./focus-Dd0jpQ9s.js";import{n as v,r as y,t as b}from"./newest-D6DUfUeI.js";import{n as x}from"./useNavigate-De3kpfFy.js";import{n as S,s as C}from"./fields-BmWRTnME.js";import{a as w,i as T,n as E,r as D,t as O}from"./historyFilter-Cxb3TW-a.js";var k=e(r(),1),A=c(`
  subscription Follow($since: String) {
    relationshipEvents(since: $since) { id kind occurredAt cursor }
  }
`);function j(){let e=new URL(l.endpoint,location.href);return e.protocol=e.protocol===`https:`?`wss:`:`ws:`,e.href}var M=3e4;function N(e){let t=!1,n=()=>{};return d(async()=>{let{createClient:e}=await import(`./dist-C18JurtW.js`);return{createClient:e}},__vite__mapDeps([0,1])).then(({createClient:r})=>{if(t)return;let i=r({url:j(),retryAttempts:20,shouldRetry:()=>u.token!==null,connectionParams:()=>u.token?{Authorization:`Bearer ${u.token}`}:{}}),a=null,o=()=>{},c,l=()=>{t||(c=setTimeout(d,M))};function d(){let n={query:s(A),variables:{since:a}};o=i.subscribe(n,{next:({data:n})=>{n&&!t&&(a=n.relationshipEvents.cursor,e(n.relationshipEvents))},error:l,complete:l})}d(),n=()=>{clearTimeout(c),o(),i.dispose()}}),()=>{t=!0,n()}}function P(e){let[t,n]=(0,k.useState)(new Set);(0,k.useEffect)(()=>(n(new Set),N(t=>{e(t)&&n(e=>new Set(e).add(t.id))})),[e]);let r=(0,k.useCallback)(()=>n(new Set),[]);return{count:t.size,clear:r}}var F=n(),I=[`links`];function L({kind:e}){let{t:n}=i(`history`),r=t({from:`/app/history`}),o=x({from:`/app/history`}),s=e=>void o({search:D({...r,...e}),replace:!0,resetScroll:!1}),c=T.filter(t=>e===`partner`||!I.includes(t));return(0,F.jsxs)(h,{children:[(0,F.jsx)(`div`,{className:`history-topics`,children:(0,F.jsx)(S,{label:n(`about`),description:n(`aboutHelp`),items:c.map(e=>({value:e,label:n(`topics.${e}`)})),values:w(r.about),onChange:e=>s({about:e.join(`,`)})})}),(0,F.jsxs)(`div`,{className:`filters`,children:[(0,F.jsx)(C,{label:n(`from`),type:`date`,value:r.from??``,onChange:e=>s({from:e})}),(0,F.jsx)(C,{label:n(`to`),type:`date`,value:r.to??``,onChange:e=>s({to:e})}),(r.about||r.from||r.to)&&(0,F.jsx)(a,{onPress:()=>void o({search:{},replace:!0,resetScroll:!1}),children:n(`clear`)})]})]})}var R=c(`
    query CustomerHistory($filter: RelationshipEventFilter, $locale: String!, $first: Int, $after: String) {
      viewer {
        customer {
          id
          history(filter: $filter, last: $first, before: $after) {
            nodes { ...HistoryEvent }
            pageInfo { hasPreviousPage startCursor }
          }
        }
      }
    }
  `,[y]),z=c(`
    query PartnerHistory($filter: RelationshipEventFilter, $locale: String!, $first: Int, $after: String) {
      viewer {
        partner {
          id
          history(filter: $filter, last: $first, before: $after) {
            nodes { ...HistoryEvent }
            pageInfo { hasPreviousPage startCursor }
          }
        }
      }
    }
  `,[y]);function B(){let{kind:e}=f();return e===`operator`?(0,F.jsx)(g,{}):(0,F.jsx)(V,{kind:e})}function V({kind:e}){let{t:n}=i(`history`),r=t({from:`/app/history`}),o=(0,k.useMemo)(()=>O(r),[r]),[s,c]=(0,k.useState)(0),{count:l,clear:u}=P((0,k.useCallback)(e=>E(o,e),[o])),d=e===`customer`?H:U;function f(){u(),c(e=>e+1),_()}return(0,F.jsxs)(m,{title:n(`title`),intro:n(`intro.${e}`),children:[(0,F.jsx)(L,{kind:e}),(0,F.jsx)(`div`,{role:`status`,className:`history-news`,children:l>0&&(0,F.jsx)(a,{kind:`primary`,onPress:f,children:n(`news`,{count:l})})}),(0,F.jsx)(d,{filter:o},s)]})}function H({filter:e}){let t={filter:e,locale:p()};return(0,F.jsx)(W,{list:o(R,t,e=>b(e.viewer?.customer?.history))})}function U({filter:e}){let t={filter:e,locale:p()};return(0,F.jsx)(W,{list:o(z,t,e=>b(e.viewer?.partner?.history))})}function W({list:e}){let{t}=i(`history`);return(0,F.jsx)(v,{label:t(`title`),list:e})}export{B as HistoryPage};
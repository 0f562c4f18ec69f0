const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/dist-C18JurtW.js","assets/dist-B3CG-CdH.js"])))=>i.map(i=>d[i]);
import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{t}from"./useSearch-Bx9MBORO.js";import{B as n,H as r}from"./useHover-BOszAHuq.js";import{F as i,t as a}from"./buttons-mCLyp1XO.js";import{i as o}from"./table-CzIFNJs1.js";import{_ as s,a as c,o as l}from"./viewer-DkHSt1_2.js";import{o as u,t as d}from"./session-DRUuAGka.js";import{t as f}from"./preload-helper-DygEbaNj.js";import{t as p}from"./i18n-DGBeBXiu.js";import{r as m,t as h}from"./page-BsgvCdsb.js";import{n as g}from"./NotFound-DUVgAO5-.js";import{t as _}from"./focus-Dd0jpQ9s.js";import{n as v,r as y,t as b}from"./newest-D33m3RrW.js";import{n as x}from"./useNavigate-DGWGPQ8Z.js";import{n as S,s as C}from"./fields-BF1FLYQe.js";import{a as w,i as T,n as E,r as D,t as O}from"./historyFilter-CC2KD6n6.js";var k=e(r(),1),A=l(`
  subscription Follow($since: String) {
    relationshipEvents(since: $since) { id kind occurredAt cursor }
  }
`);function j(){let e=new URL(u.endpoint,location.href);return e.protocol=e.protocol===`https:`?`wss:`:`ws:`,e.href}var M=3e4;function N(e){let t=!1,n=()=>{};return f(async()=>{let{createClient:e}=await import(`./dist-C18JurtW.js`);return{createClient:e}},__vite__mapDeps([0,1])).then(({createClient:r})=>{if(t)return;let i=r({url:j(),retryAttempts:20,shouldRetry:()=>d.token!==null,connectionParams:()=>d.token?{Authorization:`Bearer ${d.token}`}:{}}),a=null,o=()=>{},c,l=()=>{t||(c=setTimeout(u,M))};function u(){let n={query:s(A),variables:{since:a}};o=i.subscribe(n,{next:({data:n})=>{n&&!t&&(a=n.relationshipEvents.cursor,e(n.relationshipEvents))},error:l,complete:l})}u(),n=()=>{clearTimeout(c),o(),i.dispose()}}),()=>{t=!0,n()}}function P(e){let[t,n]=(0,k.useState)(new Set);(0,k.useEffect)(()=>(n(new Set),N(t=>{e(t)&&n(e=>new Set(e).add(t.id))})),[e]);let r=(0,k.useCallback)(()=>n(new Set),[]);return{count:t.size,clear:r}}var F=l(`
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
  `,[v]),I=l(`
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
  `,[v]),L=n(),R=[`links`];function z({kind:e}){let{t:n}=i(`customer`),r=t({from:`/app/history`}),o=x({from:`/app/history`}),s=e=>void o({search:D({...r,...e}),replace:!0,resetScroll:!1}),c=T.filter(t=>e===`partner`||!R.includes(t));return(0,L.jsxs)(h,{children:[(0,L.jsx)(`div`,{className:`history-topics`,children:(0,L.jsx)(S,{label:n(`history.about`),description:n(`history.aboutHelp`),items:c.map(e=>({value:e,label:n(`history.topics.${e}`)})),values:w(r.about),onChange:e=>s({about:e.join(`,`)})})}),(0,L.jsxs)(`div`,{className:`filters`,children:[(0,L.jsx)(C,{label:n(`history.from`),type:`date`,value:r.from??``,onChange:e=>s({from:e})}),(0,L.jsx)(C,{label:n(`history.to`),type:`date`,value:r.to??``,onChange:e=>s({to:e})}),(r.about||r.from||r.to)&&(0,L.jsx)(a,{onPress:()=>void o({search:{},replace:!0,resetScroll:!1}),children:n(`history.clear`)})]})]})}function B(){let{kind:e}=c();return e===`operator`?(0,L.jsx)(g,{}):(0,L.jsx)(V,{kind:e})}function V({kind:e}){let{t:n}=i(`customer`),r=t({from:`/app/history`}),o=(0,k.useMemo)(()=>O(r),[r]),[s,c]=(0,k.useState)(0),{count:l,clear:u}=P((0,k.useCallback)(e=>E(o,e),[o])),d=e===`customer`?H:U;function f(){u(),c(e=>e+1),_()}return(0,L.jsxs)(m,{title:n(`history.title`),intro:n(`history.intro.${e}`),children:[(0,L.jsx)(z,{kind:e}),(0,L.jsx)(`div`,{role:`status`,className:`history-news`,children:l>0&&(0,L.jsx)(a,{kind:`primary`,onPress:f,children:n(`history.news`,{count:l})})}),(0,L.jsx)(d,{filter:o},s)]})}function H({filter:e}){let t={filter:e,locale:p()};return(0,L.jsx)(W,{list:o(F,t,e=>b(e.viewer?.customer?.history))})}function U({filter:e}){let t={filter:e,locale:p()};return(0,L.jsx)(W,{list:o(I,t,e=>b(e.viewer?.partner?.history))})}function W({list:e}){let{t}=i(`customer`);return(0,L.jsx)(y,{label:t(`history.title`),list:e})}export{B as HistoryPage};
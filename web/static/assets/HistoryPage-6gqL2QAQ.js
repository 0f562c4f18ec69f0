const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/dist-C18JurtW.js","assets/dist-B3CG-CdH.js"])))=>i.map(i=>d[i]);
import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{t}from"./useSearch-CiivDyy9.js";import{B as n,H as r}from"./useHover-BOszAHuq.js";import{F as i,t as a}from"./buttons-gQHUslcP.js";import{f as o,i as s,t as c}from"./graphql-DFM3QPVt.js";import{i as l}from"./table-QO8Zci13.js";import{t as u}from"./config-B4ZDY-0I.js";import{t as d}from"./session-D50wePVi.js";import{t as f}from"./socketAddress-DyFPbgpN.js";import{t as p}from"./preload-helper-DygEbaNj.js";import{i as m}from"./viewer-BowR78Gd.js";import{o as h,r as g,t as _}from"./page-CKRU7_rZ.js";import{n as v}from"./NotFound-D4ZGrgJl.js";import{t as y}from"./focus-Dd0jpQ9s.js";import{n as b,r as x,t as S}from"./newest-UYa3YAfP.js";import{n as C}from"./useNavigate-De3kpfFy.js";import{n as w,s as T}from"./fields-u7otaAQB.js";import{a as E,i as D,n as O,r as k,t as A}from"./historyFilter-Cxb3TW-a.js";var j=e(r(),1),M=c(`
  subscription Follow($since: String) {
    relationshipEvents(since: $since) { id kind occurredAt cursor }
  }
`),N=3e4;function P(e){return Array.isArray(e)?e.some(e=>e?.extensions?.code===`UNAUTHENTICATED`):e instanceof CloseEvent&&(e.code===4401||e.code===4403)}function F(e,t){let n=!1,r=()=>{};return p(async()=>{let{createClient:e}=await import(`./dist-C18JurtW.js`);return{createClient:e}},__vite__mapDeps([0,1])).then(({createClient:i})=>{if(n)return;let a={since:e},s={query:o(M),variables:a},c=!1,l=()=>{};function p(){if(l(),d.token===null)return;let e=!1,n,r=null,o=i({url:f(u.endpoint),retryAttempts:1/0,retryWait:e=>new Promise(t=>setTimeout(t,Math.min(1e3*2**e,N)*(.5+Math.random()/2))),shouldRetry:e=>d.token!==null&&!P(e),connectionParams:()=>{if(r=d.token,r===null)throw Error(`Nobody is signed in any more.`);return{Authorization:`Bearer ${r}`}},on:{connected:()=>{c=!1}}});async function m(t){if(e)return;let i=P(t);if(i&&d.token!==r)return p();!i||c?(c=!1,n=setTimeout(p,N)):(c=!0,await d.renew()&&!e&&p())}let h=o.subscribe(s,{next:({data:n})=>{n&&!e&&(a.since=n.relationshipEvents.cursor,t(n.relationshipEvents))},error:m,complete:m});l=()=>{e=!0,clearTimeout(n),h()}}let m=d.subscribe(()=>{d.state.phase===`somebody`?p():l()});p(),r=()=>{m(),l()}}),()=>{n=!0,r()}}function I(e,t,n){let[r,i]=(0,j.useState)([]),[a,o]=(0,j.useState)(0);(0,j.useEffect)(()=>{if(e!==void 0)return F(e,e=>i(t=>[...t,e]))},[e]);let s=(0,j.useCallback)(()=>o(r.length),[r]);if(n===null)return{count:0,clear:s};let c=new Set(n.map(({id:e})=>e)),l=r.findLastIndex(({id:e})=>c.has(e));return{count:r.slice(Math.max(a,l+1)).filter(t).length,clear:s}}var L=n(),R=[`links`];function z({kind:e}){let{t:n}=i(`history`),r=t({from:`/app/history`}),o=C({from:`/app/history`}),s=e=>void o({search:k({...r,...e}),replace:!0,resetScroll:!1}),c=D.filter(t=>e===`partner`||!R.includes(t));return(0,L.jsxs)(_,{children:[(0,L.jsx)(`div`,{className:`history-topics`,children:(0,L.jsx)(w,{label:n(`about`),description:n(`aboutHelp`),items:c.map(e=>({value:e,label:n(`topics.${e}`)})),values:E(r.about),onChange:e=>s({about:e.join(`,`)})})}),(0,L.jsxs)(`div`,{className:`filters`,children:[(0,L.jsx)(T,{label:n(`from`),type:`date`,value:r.from??``,onChange:e=>s({from:e})}),(0,L.jsx)(T,{label:n(`to`),type:`date`,value:r.to??``,onChange:e=>s({to:e})}),(r.about||r.from||r.to)&&(0,L.jsx)(a,{onPress:()=>void o({search:{},replace:!0,resetScroll:!1}),children:n(`clear`)})]})]})}var B=c(`
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
  `,[x]),V=c(`
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
  `,[x]),H=c(`
  query NewestEvent {
    viewer {
      customer { id history(last: 1) { nodes { id cursor } } }
      partner { id history(last: 1) { nodes { id cursor } } }
    }
  }
`);function U(){let{kind:e}=m();return e===`operator`?(0,L.jsx)(v,{}):(0,L.jsx)(W,{kind:e})}function W({kind:e}){let{t:n}=i(`history`),r=t({from:`/app/history`}),o=(0,j.useMemo)(()=>A(r),[r]),[s,c]=(0,j.useState)(0),l=(0,j.useCallback)(e=>O(o,e),[o]),[u,d]=(0,j.useState)(null),f=u?.filter===o?u.rows:null,{count:p,clear:m}=I(G(o,f),l,f),h=e===`customer`?K:q;function _(){m(),c(e=>e+1),y()}return(0,L.jsxs)(g,{title:n(`title`),intro:n(`intro.${e}`),children:[(0,L.jsx)(z,{kind:e}),(0,L.jsx)(`div`,{role:`status`,className:`history-news`,children:p>0&&(0,L.jsx)(a,{kind:`primary`,onPress:_,children:n(`news`,{count:p})})}),(0,L.jsx)(h,{filter:o,onShown:d},`${s} ${JSON.stringify(o)}`)]})}function G(e,t){let[n,r]=(0,j.useState)(),i=Object.keys(e).length>0,[{data:a}]=s({query:H,requestPolicy:`cache-first`,pause:!i||n!==void 0}),o=a&&(a.viewer?.customer??a.viewer?.partner),c=(i?o?.history?.nodes:t)??void 0,l=c&&(c[0]?.cursor??null);return(0,j.useEffect)(()=>{l!==void 0&&n===void 0&&r(l)},[l,n]),n}function K({filter:e,onShown:t}){let n={filter:e,locale:h()},r=l(B,n,e=>S(e.viewer?.customer?.history));return(0,L.jsx)(J,{list:r,filter:e,onShown:t})}function q({filter:e,onShown:t}){let n={filter:e,locale:h()},r=l(V,n,e=>S(e.viewer?.partner?.history));return(0,L.jsx)(J,{list:r,filter:e,onShown:t})}function J({list:e,filter:t,onShown:n}){let{t:r}=i(`history`),{rows:a}=e,o=a.length>0||!e.fetching&&!e.error;return(0,j.useEffect)(()=>{o&&n({filter:t,rows:a})},[o,t,a,n]),(0,L.jsx)(b,{label:r(`title`),list:e})}export{U as HistoryPage};
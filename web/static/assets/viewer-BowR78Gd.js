import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,H as n}from"./useHover-BOszAHuq.js";import{t as r}from"./config-B4ZDY-0I.js";import{i,r as a}from"./states-vBv4euA2.js";import{t as o}from"./graphql-DFM3QPVt.js";import{t as s}from"./kept-BjbOdPV9.js";var c=e(n(),1),l=t(),u=o(`
  query Viewer {
    viewer {
      user { id name email roles }
      partner { id name type status country agreement { version } }
      customer { id name country }
    }
  }
`);function d(e){let{user:t,partner:n,customer:r}=e;return{...e,kind:n?`partner`:r?`customer`:`operator`,has:(...e)=>e.some(e=>t.roles.includes(e)),called:t.name||t.email||t.id}}async function f(e,t){let n=e.readQuery(u,{})?.data?.viewer?.user.id,i=await fetch(r.endpoint,{method:`POST`,headers:{"Content-Type":`application/json`,Authorization:`Bearer ${t}`},body:JSON.stringify({query:`{ viewer { user { id } } }`})});if(!i.ok)throw Error(`the server answered ${i.status}`);let{data:a}=await i.json();return n!==void 0&&a?.viewer?.user.id===n}var p=(0,c.createContext)(null);function m(){let e=(0,c.useContext)(p);if(!e)throw Error(`useViewer is for what WithViewer holds`);return e}function h(){let{partner:e}=m();if(!e)throw Error(`this page is for partners`);return e}function g({children:e,unknown:t}){let[{data:n,error:r},o]=s({query:u});return n?.viewer?(0,l.jsx)(p,{value:d(n.viewer),children:e}):n||r?.graphQLErrors.some(e=>e.extensions.code===`UNAUTHENTICATED`)?t:r?(0,l.jsx)(a,{error:r,onRetry:()=>o({requestPolicy:`network-only`})}):(0,l.jsx)(i,{})}export{m as i,f as n,h as r,g as t};
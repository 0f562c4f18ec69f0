import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{H as t}from"./useHover-BOszAHuq.js";import{a as n,r,t as i}from"./graphql-DFM3QPVt.js";var a=e(t(),1),o=i(`
  fragment Refusal on UserError @_unmask {
    code
    message
    path
    rule
  }
`),s=new WeakMap;function c(e){let t=s.get(e)??new Map;return s.set(e,t),{of:e=>{let n=t.get(e)??l();return t.set(e,n),n},answered:e=>t.delete(e)}}function l(){return Array.from(crypto.getRandomValues(new Uint8Array(16)),e=>e.toString(16).padStart(2,`0`)).join(``)}function u(e){let t=r(),i=(0,a.useRef)(!1),[o,s]=(0,a.useState)(!1),[l,u]=(0,a.useState)([]),[d,f]=(0,a.useState)(null),p=(0,a.useCallback)(()=>{u([]),f(null)},[]);async function m(r){if(i.current)return null;i.current=!0,s(!0),p();try{let i=c(t),a=String(n(e,{input:r}).key),o={input:{...r,idempotencyKey:i.of(a)}},{data:s,error:l}=await t.mutation(e,o).toPromise(),d=s&&Object.values(s).find(e=>typeof e==`object`);if(l||!d)return f(l??null),null;i.answered(a);let p=d.userErrors;return u(p),p.length===0?d:null}finally{i.current=!1,s(!1)}}return{act:m,busy:o,refusals:l,failure:d,reset:p}}export{u as n,o as t};
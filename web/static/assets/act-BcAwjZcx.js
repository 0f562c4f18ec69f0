import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{H as t}from"./useHover-BOszAHuq.js";import{c as n,o as r}from"./viewer-DkHSt1_2.js";var i=e(t(),1),a=r(`
  fragment Refusal on UserError @_unmask {
    code
    message
    path
    rule
  }
`);function o(){let e=(0,i.useRef)(null);return{of:t=>(e.current?.input!==t&&(e.current={input:t,key:s()}),e.current.key),done:()=>{e.current=null}}}function s(){return Array.from(crypto.getRandomValues(new Uint8Array(16)),e=>e.toString(16).padStart(2,`0`)).join(``)}function c(e){let t=n(),r=o(),a=(0,i.useRef)(!1),[s,c]=(0,i.useState)(!1),[l,u]=(0,i.useState)([]),[d,f]=(0,i.useState)(null),p=(0,i.useCallback)(()=>{u([]),f(null)},[]);async function m(n){if(a.current)return null;a.current=!0,c(!0),p();try{let i={input:{...n,idempotencyKey:r.of(JSON.stringify(n))}},{data:a,error:o}=await t.mutation(e,i).toPromise(),s=a&&Object.values(a).find(e=>typeof e==`object`);if(o||!s)return f(o??null),null;r.done();let c=s.userErrors;return u(c),c.length===0?s:null}finally{a.current=!1,c(!1)}}return{act:m,busy:s,refusals:l,failure:d,reset:p}}export{c as n,a as t};
import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{N as t,R as n}from"./buttons-CkPiFjbj.js";import{t as r}from"./useParams-CpKXRwMY.js";import{V as i,z as a}from"./useHover-BQdytjxS.js";import{i as o,r as s,s as c}from"./viewer-DYwCZVXg.js";import{it as l}from"./Public-B7eCHgNM.js";import{t as u}from"./format-BrPeqmxi.js";import{i as d,n as f,r as p,t as m}from"./page-CCPcD2a_.js";import{a as h,i as g,r as _}from"./states-Do4ikpsK.js";import{t as v}from"./table-DnHuqD8H.js";import{n as y}from"./NotFound-BTQ3sJdF.js";import{t as b}from"./noId-Kj_IlQpF.js";import{o as x,r as S,t as C}from"./Users-CP-tT0p-.js";var w=e(i(),1),T=a(),E=o(`
  query OneCustomer($id: ID!, $locale: String!) {
    customer(id: $id) {
      id
      name
      domain
      country
      externalKey
      contact { name email phone }
      delegations {
        service { code name(locale: $locale) }
        holder { id name }
        beside { id name }
      }
    }
  }
`);function D(){let{t:e}=t(`operator`),{kind:i}=s(),{customerId:a}=r({from:`/app/operator/customers/$customerId`}),[{data:o,error:u,fetching:d},f]=c({query:E,variables:{id:a,locale:l()}});if(i!==`operator`||b(u))return(0,T.jsx)(y,{});let m=o?.customer;return m?(0,T.jsxs)(p,{title:m.name,above:(0,T.jsx)(n,{to:`/app/operator/customers`,children:e(`customers.title`)}),children:[(0,T.jsx)(O,{customer:m}),(0,T.jsx)(k,{rows:m.delegations??[]}),(0,T.jsx)(S,{id:m.id}),(0,T.jsx)(C,{id:m.id}),(0,T.jsx)(x,{id:m.id})]}):u?(0,T.jsx)(_,{error:u,onRetry:()=>f({requestPolicy:`network-only`})}):d?(0,T.jsx)(g,{}):(0,T.jsx)(y,{})}function O({customer:e}){let{t:n}=t(`operator`),r=u(),{domain:i,country:a,externalKey:o,contact:s}=e,c=[s?.name,s?.email,s?.phone].filter(e=>e!=null);return(0,T.jsx)(m,{title:n(`details`),children:(0,T.jsx)(f,{items:[{term:n(`columns.domain`),value:(0,T.jsx)(h,{children:i})},{term:n(`columns.country`),value:r.country(a)},...c.length>0?[{term:n(`contact`),value:(0,T.jsx)(h,{children:c.join(` · `)})}]:[],...o?[{term:n(`columns.key`),value:(0,T.jsx)(h,{children:o})}]:[]]})})}function k({rows:e}){let{t:n}=t(`operator`),r=(0,w.useMemo)(()=>[{id:`service`,header:n(`columns.service`),cell:({row:e})=>(0,T.jsx)(h,{children:e.original.service.name})},{id:`holder`,header:n(`columns.holder`),cell:({row:e})=>(0,T.jsx)(A,{of:e.original.holder?[e.original.holder]:[]})},{id:`beside`,header:n(`columns.beside`),cell:({row:e})=>(0,T.jsx)(A,{of:e.original.beside})}],[n]);return(0,T.jsx)(d,{title:n(`delegations`),children:(0,T.jsx)(v,{label:n(`delegations`),columns:r,rows:e,idOf:e=>e.service.code})})}function A({of:e}){let{t:r}=t(`operator`);return e.length===0?(0,T.jsx)(`span`,{className:`quiet`,children:r(`nobody`)}):(0,T.jsx)(`div`,{children:e.map(e=>(0,T.jsx)(`div`,{children:(0,T.jsx)(n,{to:`/app/operator/partners/$partnerId`,params:{partnerId:e.id},children:(0,T.jsx)(h,{children:e.name})})},e.id))})}export{D as OperatorCustomerPage};
import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n}from"./buttons-gQHUslcP.js";import{t as r}from"./useParams-D07t8sxU.js";import{B as i,H as a}from"./useHover-BOszAHuq.js";import{t as o}from"./kept-BjbOdPV9.js";import{t as s}from"./graphql-DFM3QPVt.js";import{i as c,n as l,o as u,r as d,t as f}from"./page-CKRU7_rZ.js";import{t as p}from"./format-Dd2h_E0L.js";import{a as m}from"./states-vBv4euA2.js";import{t as h}from"./table-QO8Zci13.js";import{t as g}from"./Missing-usg6pPnU.js";import{o as _,r as v,t as y}from"./Users-BTFHiQ3C.js";var b=e(a(),1),x=i(),S=s(`
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
`);function C(){let{t:e}=n(`operator`),{customerId:i}=r({from:`/app/operator/customers/$customerId`}),[{data:a,error:s,fetching:c},l]=o({query:S,variables:{id:i,locale:u()}}),f=a?.customer;return f?(0,x.jsxs)(d,{title:f.name,above:(0,x.jsx)(t,{to:`/app/operator/customers`,children:e(`customers.title`)}),children:[(0,x.jsx)(w,{customer:f}),(0,x.jsx)(T,{rows:f.delegations??[]}),(0,x.jsx)(v,{id:f.id}),(0,x.jsx)(y,{id:f.id}),(0,x.jsx)(_,{id:f.id})]}):(0,x.jsx)(g,{error:s,fetching:c,onRetry:()=>l({requestPolicy:`network-only`})})}function w({customer:e}){let{t}=n(`operator`),r=p(),{domain:i,country:a,externalKey:o,contact:s}=e,c=[s?.name,s?.email,s?.phone].filter(e=>e!=null);return(0,x.jsx)(f,{title:t(`details`),children:(0,x.jsx)(l,{items:[{term:t(`columns.domain`),value:(0,x.jsx)(m,{children:i})},{term:t(`columns.country`),value:r.country(a)},...c.length>0?[{term:t(`contact`),value:(0,x.jsx)(m,{children:c.join(` · `)})}]:[],...o?[{term:t(`columns.key`),value:(0,x.jsx)(m,{children:o})}]:[]]})})}function T({rows:e}){let{t}=n(`operator`),r=(0,b.useMemo)(()=>[{id:`service`,header:t(`columns.service`),cell:({row:e})=>(0,x.jsx)(m,{children:e.original.service.name})},{id:`holder`,header:t(`columns.holder`),cell:({row:e})=>(0,x.jsx)(E,{of:e.original.holder?[e.original.holder]:[]})},{id:`beside`,header:t(`columns.beside`),cell:({row:e})=>(0,x.jsx)(E,{of:e.original.beside})}],[t]);return(0,x.jsx)(c,{title:t(`delegations`),children:(0,x.jsx)(h,{label:t(`delegations`),columns:r,rows:e,idOf:e=>e.service.code})})}function E({of:e}){let{t:r}=n(`operator`);return e.length===0?(0,x.jsx)(`span`,{className:`quiet`,children:r(`nobody`)}):(0,x.jsx)(`div`,{children:e.map(e=>(0,x.jsx)(`div`,{children:(0,x.jsx)(t,{to:`/app/operator/partners/$partnerId`,params:{partnerId:e.id},children:(0,x.jsx)(m,{children:e.name})})},e.id))})}export{C as OperatorCustomerPage};
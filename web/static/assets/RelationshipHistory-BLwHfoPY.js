import{F as e}from"./buttons-gQHUslcP.js";import{i as t}from"./table-QO8Zci13.js";import{t as n}from"./graphql-DFM3QPVt.js";import{o as r}from"./page-CKRU7_rZ.js";import{r as i,t as a}from"./newest-UYa3YAfP.js";import{t as o}from"./HistorySection-CzOvMfI2.js";import{B as s}from"./useHover-BOszAHuq.js";var c=s(),l=n(`
    query RelationshipHistory($id: ID!, $locale: String!, $first: Int, $after: String) {
      relationship(id: $id) {
        id
        history(last: $first, before: $after) {
          nodes { ...HistoryEvent }
          pageInfo { hasPreviousPage startCursor }
        }
      }
    }
  `,[i]);function u({id:n}){let{t:i}=e(`history`),s=t(l,{id:n,locale:r()},e=>a(e.relationship?.history),25);return(0,c.jsx)(o,{title:i(`ofRelationship`),list:s})}export{u as t};
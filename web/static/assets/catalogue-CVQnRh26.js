import{i as e,t}from"./graphql-DFM3QPVt.js";import{o as n}from"./page-CKRU7_rZ.js";var r=t(`
  query Services($locale: String!) {
    services { id code name(locale: $locale) }
  }
`);function i(){let[{data:t}]=e({query:r,variables:{locale:n()},requestPolicy:`cache-first`});return t?.services.map(({code:e,name:t})=>({value:e,label:t}))??[]}var a=t(`
  query Offers($locale: String!) {
    offers {
      id
      code
      name(locale: $locale)
      services { id code name(locale: $locale) }
      addOns { id code }
      minSeats
      maxSeats
      monthlyPrice { amount amountMinor currency }
    }
    viewer { partner { id pinnedOffers { id code } } }
  }
`);function o(){let[{data:t,error:r},i]=e({query:a,variables:{locale:n()},requestPolicy:`cache-first`});return{offers:t?.offers??null,pinned:new Set(t?.viewer?.partner?.pinnedOffers?.map(e=>e.code)),error:r,retry:()=>i({requestPolicy:`network-only`})}}export{i as n,o as t};
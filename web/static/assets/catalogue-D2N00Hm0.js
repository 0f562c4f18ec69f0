import{a as e,c as t}from"./viewer-DUFWZfzu.js";import{t as n}from"./i18n-DGBeBXiu.js";var r=e(`
  query Services($locale: String!) {
    services { id code name(locale: $locale) }
  }
`);function i(){let[{data:e}]=t({query:r,variables:{locale:n()},requestPolicy:`cache-first`});return e?.services.map(({code:e,name:t})=>({value:e,label:t}))??[]}var a=e(`
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
`);function o(){let[{data:e,error:r},i]=t({query:a,variables:{locale:n()},requestPolicy:`cache-first`});return{offers:e?.offers??null,pinned:new Set(e?.viewer?.partner?.pinnedOffers?.map(e=>e.code)),error:r,retry:()=>i({requestPolicy:`network-only`})}}export{i as n,o as t};
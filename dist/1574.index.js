"use strict";
exports.id = 1574;
exports.ids = [1574];
exports.modules = {

/***/ 1574:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ s),
/* harmony export */   deletionTarget: () => (/* binding */ c)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1031);
/* harmony import */ var _lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(67);
/* harmony import */ var _lightsail_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6803);
const s={poll:async()=>({events:[],lines:[],unavailable:[]}),diagnose:async()=>void 0};function c({request:t,api:n}){let{serviceName:c,region:d}=t,f=`the service may still be deleted`;return{labels:{subject:(0,_lightsail_js__WEBPACK_IMPORTED_MODULE_3__.k)(c,d),title:`Delete`,progressive:`deleting`,outlook:f},observe:async e=>{let t=await n.getService(c);return{service:t,lastSeen:t??e?.lastSeen}},plan:({service:e})=>l(c,e),apply:async({service:t})=>(t.state!==`DELETING`&&await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.ct)(n.deleteService(c)),{kind:`started`,started:{service:t}}),findAccepted:async({service:e})=>{let t=await n.getService(c);if(t===void 0||t.state===`DELETING`||(0,_lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__.v)(t,e.arn))return{kind:`started`,started:{service:e}}},poll:async()=>({service:await n.getService(c)}),status:u,describe:({service:{state:e}})=>({name:`the deletion of ${c}`,accepted:e===`DELETING`?`${c} is being deleted already`:`the deletion of ${c} was accepted`,outlook:f}),handle:({service:{arn:e}})=>(0,_lightsail_js__WEBPACK_IMPORTED_MODULE_3__.D)({serviceName:c,region:d,arn:e}),serverTime:n.serviceTime,diagnostics:()=>s,summarize:({latest:e,started:t,snapshot:n},r)=>{let a=t?.service??e?.lastSeen,o=n?n.service:a;return{outputs:{"service-name":c,"service-arn":a?.arn??``,state:o?.state??``,"previous-version":String(a?.current?.version??``)},rows:a?[[`Power × scale`,`${a.power} × ${a.scale}`]]:[],console:{text:`Lightsail console`,url:(0,_lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__.x)(c,d)},closing:r.reason}}}}function l(e,r){if(r===void 0)return{kind:`end`,verdict:{result:`unchanged`,reasonCode:`already-deleted`,reason:`there is no container service ${e}`},notices:[],titleNote:``};let i=r.state===`DELETING`||r.state===`PENDING`?void 0:(0,_lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__.m)(r);if(i)return{kind:`wait`,...i};let a=(0,_lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__.b)(r),o=`${r.power} × ${r.scale}${a?`, version ${a.version} serves`:``}`;return{kind:`apply`,changes:[{sign:`-`,subject:`service ${e}`,detail:o}],notices:[],titleNote:``,step:{service:r}}}function u({service:e},{service:t}){let{name:n}=e,i={result:`deleted`,reasonCode:`service-deleted`,reason:`${n} is gone`};return t===void 0||(0,_lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__.v)(t,e.arn)?{kind:`done`,verdict:i}:{kind:`progressing`,phase:`deleting the service ${n}`,pollOften:!0}}

/***/ })

};
;
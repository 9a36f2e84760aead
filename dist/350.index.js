"use strict";
exports.id = 350;
exports.ids = [350];
exports.modules = {

/***/ 350:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   deletionTarget: () => (/* binding */ f)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7355);
/* harmony import */ var _ecs_run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(351);
/* harmony import */ var _ecs_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7031);
const u={poll:async()=>({events:[],lines:[],unavailable:[]}),diagnose:async()=>void 0},d=`the service may still be deleted`;function f({request:e,api:n}){let{region:i,cluster:f,service:g=``}=e,_=e=>(0,_run_js__WEBPACK_IMPORTED_MODULE_1__.ut)(e,()=>n.getService({cluster:f,service:g}));return{labels:{subject:(0,_ecs_js__WEBPACK_IMPORTED_MODULE_3__.g)(e),title:`Delete`,progressive:`deleting`,outlook:d},observe:async e=>{let t=await _(e?.before!==void 0);return{service:t,before:t??e?.before,at:n.serviceTime()}},plan:t=>p(e,t),apply:async e=>(e.before.status!==`DRAINING`&&await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.gt)(n.deleteService({cluster:f,service:g})),{kind:`started`,started:e}),findAccepted:async e=>{let t=await _(!0);return t!==void 0&&t.status!==`DRAINING`&&!m(t,e.before)?void 0:{kind:`started`,started:e}},describe:({before:e})=>({name:`the deletion of ${g}`,accepted:e.status===`DRAINING`?`${g} is being deleted already`:`the deletion of ${g} was accepted`,outlook:d}),handle:()=>(0,_ecs_js__WEBPACK_IMPORTED_MODULE_3__.m)({region:i,cluster:f,service:g,kind:`deletion`}),poll:async()=>{let e=await n.readService({cluster:f,service:g});return{service:typeof e==`string`?void 0:e,isMissing:e===`MISSING`}},status:h,serverTime:n.serviceTime,diagnostics:()=>u,summarize:({snapshot:e,latest:t},n)=>{let r=t?.before,s=e?e.service:r;return{outputs:{service:g,"service-arn":r?.arn??``,cluster:(0,_ecs_js__WEBPACK_IMPORTED_MODULE_3__.w)(r?.cluster??f),"previous-task-definition-arn":r?(0,_ecs_js__WEBPACK_IMPORTED_MODULE_3__.E)(r)?.taskDefinition??``:``,"running-count":String(s?.runningCount??``),"desired-count":String(s?.desiredCount??``)},rows:r?[[`Tasks before`,`${r.runningCount} of ${r.desiredCount} running`]]:[],console:{text:`ECS console`,url:(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_2__.O)({region:i,cluster:f,service:g})},closing:n.reason}}}}function p(t,{service:r,at:a}){let o=(0,_run_js__WEBPACK_IMPORTED_MODULE_1__.lt)(t);if(o)return (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.dt)(o);if(r?.status===`DRAINING`){let e={sign:`-`,subject:`service ${r.name}`,detail:`is being deleted already`},t={service:r.name,before:r};return{kind:`apply`,changes:[e],notices:[],titleNote:``,step:t}}let s=(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_2__.D)(t,{service:r,at:a});return s.kind===`apply`?r?{...s,step:{service:r.name,before:r}}:(0,_run_js__WEBPACK_IMPORTED_MODULE_1__.dt)({reasonCode:`service-missing`,message:`there is no service`,fix:`check service`}):s}function m(e,t){return t.createdAt!==void 0&&(e.createdAt??0)>t.createdAt}function h({service:e,before:t},{service:n,isMissing:r}){let i={result:`deleted`,reasonCode:`service-deleted`,reason:`${e} is gone`};if(r)return{kind:`unconfirmed`,phase:`checking whether ${e} is gone`,verdict:i};if(n===void 0||m(n,t))return{kind:`done`,verdict:i};let{runningCount:a}=n;return{kind:`progressing`,phase:`deleting the service ${e}${a===0?``:`, ${a} ${a===1?`task`:`tasks`} left`}`,pollOften:!0}}

/***/ })

};
;
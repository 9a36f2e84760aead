"use strict";
exports.id = 7689;
exports.ids = [7689];
exports.modules = {

/***/ 7689:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   withPruning: () => (/* binding */ h)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1031);
/* harmony import */ var _ecs_run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(351);
/* harmony import */ var _ecs_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7031);
function d({active:e,keep:t,used:n}){return e.slice(Math.max(t,1)).filter(e=>!n.some(t=>(0,_ecs_js__WEBPACK_IMPORTED_MODULE_3__.w)(t,e)))}async function f({api:n,deployed:r,keep:i,mine:a,isOver:o,onProgress:s}){let l=[];try{let e=await n.listRevisions((0,_ecs_js__WEBPACK_IMPORTED_MODULE_3__.x)(r.taskDefinition));if(e.length<=i)return;let[t,s]=await Promise.all([p(n,r.cluster),m(n,r,e)]);for(let r of d({active:e,keep:i,used:[...t,...s,...a]})){if(o())break;await n.deregister(r),l.push((0,_ecs_js__WEBPACK_IMPORTED_MODULE_3__.T)(r))}}catch(t){if(!(t instanceof _run_js__WEBPACK_IMPORTED_MODULE_1__._t))throw t;s(`old task definitions could not all be deregistered: ${t.message}; ${t.fix}`)}l.length>0&&s(`deregistered ${(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_2__.O)(l.length,`task definition`)} that no service uses: ${l.join(`, `)}`)}async function p(e,t){let n=[],r;do{let i=await e.listServices(t,r);for(let r=0;r<i.arns.length;r+=10){let a=await e.getServices(t,i.arns.slice(r,r+10));for(let{taskDefinition:e,deployments:t}of a)n.push(e,...t.map(e=>e.taskDefinition))}r=i.nextToken}while(r!==void 0);return n}async function m(e,t,r){let c=(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_2__.s)(t),l=(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_2__.o)(t.taskDefinition,r,c),u=(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_2__.l)(await (0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_2__.i)(e,{cluster:t.cluster,service:t.name}));return[l,u&&(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_2__.a)({service:t,history:u,failed:c}).found].filter(e=>e!==void 0)}function h(n,{request:i,keep:a,api:o,isOver:s}){let c;async function l(t){let n=g(i,t);if(n!==void 0)try{c=(await o.listRevisions(n)).length}catch(t){if(!(t instanceof _run_js__WEBPACK_IMPORTED_MODULE_1__._t))throw t}}return{...n,observe:async e=>{let t=await n.observe(e);return i.mode===`plan`&&c===void 0&&await l(t),t},plan:e=>{let i=n.plan(e),o=i.kind===`apply`&&i.step.kind===`register`,s=(c??0)+ +!!o-a,l=(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_2__.O)(s,`older revision`);return i.kind===`apply`&&s>0?(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_2__.c)(i,[`after a good deployment up to ${l} would be deregistered, as keep-task-definitions is ${a}`]):i},cleanUp:async(e,t,r)=>{await n.cleanUp?.(e,t,r);let{started:i,snapshot:c}=e;if(t.result!==`success`||i?.kind!==`rollout`||s())return;let l=c?.service;await f({api:o,deployed:l===void 0||l===`gone`?i.reply:l,keep:a,mine:[i.taskDefinition,i.previous?.taskDefinition??``],isOver:s,onProgress:r})}}}function g({taskDefinition:e},{service:t,named:n}){return e?.file?e.file.content.family:n?.kind===`read`?n.value.family:t&&(0,_ecs_js__WEBPACK_IMPORTED_MODULE_3__.x)(e?.named??t.taskDefinition)}

/***/ })

};
;
"use strict";
exports.id = 4245;
exports.ids = [4245];
exports.modules = {

/***/ 4245:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runPostStep: () => (/* binding */ l)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7355);
/* harmony import */ var _action_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4826);
const o=15e3;async function s({subject:t},n,a){let s=AbortSignal.any([n.signal,n.clock.alarm(o)]),{clock:l}=n,u=await a({...n,signal:s}),d={clock:l,signal:s,maxRetries:3,deadline:l.now()+o},f=()=>(0,_run_js__WEBPACK_IMPORTED_MODULE_1__.Ct)(u.look,_run_js__WEBPACK_IMPORTED_MODULE_1__.wt,{...d,progress:{transient:()=>void 0}});try{return c(t,u.consoleUrl,await f())}catch(e){if(!(e instanceof _run_js__WEBPACK_IMPORTED_MODULE_1__.Tt))throw e;let n=`the state of ${u.name} could not be read (${e.message}); to see it, ${e.fix}`;return c(t,u.consoleUrl,n)}finally{u.close()}}function c(e,t,n){return{outputs:{},errors:[],warnings:[`${`the step was killed before it could report: ${n}`}.\n  Console   ${t}`],closing:void 0,summary:[`### ⚠️ ${(0,_action_js__WEBPACK_IMPORTED_MODULE_2__.dt)(e)}: killed before it could report`,`${(0,_action_js__WEBPACK_IMPORTED_MODULE_2__.dt)(n)}.`,`[Console](${t})`].join(`

`),exitCode:0}}async function l(e,{io:r,context:i,secrets:a}){let{runner:o,environment:c,clock:l,signal:u,getState:d}=r,f=JSON.parse(d(`run`));if(f.target!==e.target)return;if(d(`folders`)!==``){let{removeFolders:e,temporaryParent:t}=await __webpack_require__.e(/* import() */ 9974).then(__webpack_require__.bind(__webpack_require__, 9974));await e(JSON.parse(d(`folders`)),t(c))}let p=(0,_run_js__WEBPACK_IMPORTED_MODULE_1__.Nt)({environment:c,clock:l}),m={clock:l,log:o.log,signal:u,http:p,product:e.product};try{let n=d(`reported`)===``?await s(f,m,t=>e.openInterruptedRun(f,t,{environment:c,secrets:a})):void 0;n&&o.publish(n,f);let r=c[`INPUT_GITHUB-TOKEN`];await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.Ft)(n,{getState:d,context:i,token:r,runtime:m,clean:a.clean})}finally{p.close()}}

/***/ })

};
;
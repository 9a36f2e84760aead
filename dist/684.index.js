export const id = 684;
export const ids = [684];
export const modules = {

/***/ 3684:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runPostStep: () => (/* binding */ f)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8385);
/* harmony import */ var _http_client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7583);
/* harmony import */ var _index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2932);
const l=15e3,u=async(n,r,i)=>{let o=AbortSignal.any([r.signal,r.clock.alarm(l)]),{clock:s}=r,c=i(n,{...r,signal:o}),u={clock:s,signal:o,maxRetries:3,deadline:s.now()+l},f=()=>(0,_http_client_js__WEBPACK_IMPORTED_MODULE_1__.l)(c.look,_http_client_js__WEBPACK_IMPORTED_MODULE_1__.u,{...u,progress:{transient:()=>void 0}});try{return d(n,c.consoleUrl,await f())}catch(t){if(!(t instanceof _http_client_js__WEBPACK_IMPORTED_MODULE_1__.d))throw t;let r=`how ${n.serviceName} stands could not be looked up (${t.message}); to see it, ${t.fix}`;return d(n,c.consoleUrl,r)}finally{c.close()}},d=({serviceName:e,region:t},n,r)=>({outputs:{},errors:[],warnings:[`${`the step was ended before it could report: ${r}`}.\n  Console   ${n}`],closing:void 0,summary:[`### ${(0,_index_js__WEBPACK_IMPORTED_MODULE_2__.g)(`${e} in ${t}`)}: ended before it could report`,`${(0,_index_js__WEBPACK_IMPORTED_MODULE_2__.g)(r)}.`,`[Console](${n})`].join(`

`),exitCode:0}),f=async({runner:e,environment:t,context:a,secrets:s,signal:l,userAgent:d})=>{let f=JSON.parse((0,_index_js__WEBPACK_IMPORTED_MODULE_2__.st)(`trace`));if((0,_index_js__WEBPACK_IMPORTED_MODULE_2__.st)(`folders`)!==``){let{removeFolders:e,temporaryParent:n}=await __webpack_require__.e(/* import() */ 57).then(__webpack_require__.bind(__webpack_require__, 7057));await e(JSON.parse((0,_index_js__WEBPACK_IMPORTED_MODULE_2__.st)(`folders`)),n(t))}let p=(0,_http_client_js__WEBPACK_IMPORTED_MODULE_1__.t)({environment:t}),m={clock:_index_js__WEBPACK_IMPORTED_MODULE_2__.a,log:e.log,signal:l,http:p};try{let i=(0,_index_js__WEBPACK_IMPORTED_MODULE_2__.st)(`reported`)===``?await u(f,m,(e,n)=>(0,_http_client_js__WEBPACK_IMPORTED_MODULE_1__.r)(e,n,{userAgent:d,environment:t,secrets:s})):void 0;i&&e.publish(i,f);let o=t[`INPUT_GITHUB-TOKEN`];await (0,_http_client_js__WEBPACK_IMPORTED_MODULE_1__.o)(i,{left:_index_js__WEBPACK_IMPORTED_MODULE_2__.st,context:a,token:o,runtime:m,userAgent:d,clean:s.clean})}finally{p.close()}};

/***/ })

};

export const id = 684;
export const ids = [684];
export const modules = {

/***/ 3684:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runPostStep: () => (/* binding */ a)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8385);
/* harmony import */ var _http_client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7583);
/* harmony import */ var _index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2932);
const a=async({runner:a,environment:o,occasion:s,secrets:c,signal:l,userAgent:u})=>{let d=JSON.parse((0,_index_js__WEBPACK_IMPORTED_MODULE_2__.ct)(`trace`));if((0,_index_js__WEBPACK_IMPORTED_MODULE_2__.ct)(`folders`)!==``){let{removeFolders:e,temporaryParent:t}=await __webpack_require__.e(/* import() */ 57).then(__webpack_require__.bind(__webpack_require__, 7057));await e(JSON.parse((0,_index_js__WEBPACK_IMPORTED_MODULE_2__.ct)(`folders`)),t(o))}let f=(0,_http_client_js__WEBPACK_IMPORTED_MODULE_1__.t)({environment:o}),p={clock:_index_js__WEBPACK_IMPORTED_MODULE_2__.a,log:a.log,signal:l,http:f};try{let n=(0,_index_js__WEBPACK_IMPORTED_MODULE_2__.ct)(`reported`)===``?await (0,_http_client_js__WEBPACK_IMPORTED_MODULE_1__.r)(d,p,{userAgent:u,environment:o,secrets:c}):void 0;n&&a.publish(n,d);let r=o[`INPUT_GITHUB-TOKEN`];await (0,_http_client_js__WEBPACK_IMPORTED_MODULE_1__.o)(n,{left:_index_js__WEBPACK_IMPORTED_MODULE_2__.ct,occasion:s,token:r,world:p,userAgent:u,clean:c.clean})}finally{f.close()}};

/***/ })

};

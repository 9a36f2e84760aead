export const id = 989;
export const ids = [989];
export const modules = {

/***/ 8989:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ d),
/* harmony export */   removeFolders: () => (/* binding */ f),
/* harmony export */   temporaryParent: () => (/* binding */ u)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5626);
/* harmony import */ var _product_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(592);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8161);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1455);
const c=`${_product_js__WEBPACK_IMPORTED_MODULE_1__.n}-`,l={recursive:!0,force:!0,maxRetries:5,retryDelay:100};function u(e){return e.RUNNER_TEMP||(0,node_os__WEBPACK_IMPORTED_MODULE_3__.tmpdir)()}async function d({parent:e,onFolder:t},n){let i=await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_4__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(e,c));t?.(i);try{return await n(i)}finally{await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_4__.rm)(i,l)}}async function f(e,r){let a=e.filter(e=>(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(e))===(0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(r)&&(0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(e).startsWith(c));await Promise.all(a.map(e=>(0,node_fs_promises__WEBPACK_IMPORTED_MODULE_4__.rm)(e,l)))}

/***/ })

};

export const id = 57;
export const ids = [57];
export const modules = {

/***/ 7057:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ l),
/* harmony export */   removeFolders: () => (/* binding */ u),
/* harmony export */   temporaryParent: () => (/* binding */ c)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8385);
/* harmony import */ var _product_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5196);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6760);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1455);
const s=`${_product_js__WEBPACK_IMPORTED_MODULE_1__.n}-`;function c(e){return e.RUNNER_TEMP||(0,node_os__WEBPACK_IMPORTED_MODULE_2__.tmpdir)()}async function l({parent:e,onFolder:t},n){let r=await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_4__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(e,s));t?.(r);try{return await n(r)}finally{await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_4__.rm)(r,{recursive:!0,force:!0})}}async function u(e,t){let i=e.filter(e=>(0,node_path__WEBPACK_IMPORTED_MODULE_3__.dirname)(e)===t&&(0,node_path__WEBPACK_IMPORTED_MODULE_3__.basename)(e).startsWith(s));await Promise.all(i.map(e=>(0,node_fs_promises__WEBPACK_IMPORTED_MODULE_4__.rm)(e,{recursive:!0,force:!0})))}

/***/ })

};

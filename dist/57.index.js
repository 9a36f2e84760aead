export const id = 57;
export const ids = [57];
export const modules = {

/***/ 7057:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ c),
/* harmony export */   removeFolders: () => (/* binding */ l),
/* harmony export */   temporaryParent: () => (/* binding */ s)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8385);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1455);
const o=`lightsail-deploy-`,s=t=>t.RUNNER_TEMP||(0,node_os__WEBPACK_IMPORTED_MODULE_1__.tmpdir)(),c=async({parent:e,onFolder:t},n)=>{let s=await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_3__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(e,o));t?.(s);try{return await n(s)}finally{await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_3__.rm)(s,{recursive:!0,force:!0})}},l=async(e,r)=>{let i=e.filter(e=>(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(e)===r&&(0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(e).startsWith(o));await Promise.all(i.map(e=>(0,node_fs_promises__WEBPACK_IMPORTED_MODULE_3__.rm)(e,{recursive:!0,force:!0})))};

/***/ })

};

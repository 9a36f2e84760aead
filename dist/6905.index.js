"use strict";
exports.id = 6905;
exports.ids = [6905];
exports.modules = {

/***/ 9286:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   newFilesIssue: () => (/* binding */ d),
/* harmony export */   writeNewFiles: () => (/* binding */ f)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(680);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_3__);
const u=node_fs__WEBPACK_IMPORTED_MODULE_2__.constants.O_WRONLY|node_fs__WEBPACK_IMPORTED_MODULE_2__.constants.O_CREAT|node_fs__WEBPACK_IMPORTED_MODULE_2__.constants.O_EXCL|(node_fs__WEBPACK_IMPORTED_MODULE_2__.constants.O_NOFOLLOW??0);function d(e,t,n){let r=p(e,t,n);return`issue`in r?r.issue:void 0}function f(e,t,r){let i=p(e,Object.keys(t),r);if(`issue`in i)return i;let s=[];try{for(let[e,r]of Object.entries(t)){let t=(0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(i.real,e),o=(0,node_fs__WEBPACK_IMPORTED_MODULE_2__.openSync)(t,u,384);s.push(t);try{(0,node_fs__WEBPACK_IMPORTED_MODULE_2__.writeSync)(o,r)}finally{(0,node_fs__WEBPACK_IMPORTED_MODULE_2__.closeSync)(o)}}return}catch(t){for(let e of s)(0,node_fs__WEBPACK_IMPORTED_MODULE_2__.rmSync)(e,{force:!0});return{issue:m(t,e)}}}function p(n,a,o){try{let c=(0,_places_js__WEBPACK_IMPORTED_MODULE_1__.n)(n,o);if(`issue`in c)return c;if(!(0,node_fs__WEBPACK_IMPORTED_MODULE_2__.statSync)(c.real).isDirectory())return{issue:`is a file, not a folder`};(0,node_fs__WEBPACK_IMPORTED_MODULE_2__.accessSync)(c.real,node_fs__WEBPACK_IMPORTED_MODULE_2__.constants.W_OK|node_fs__WEBPACK_IMPORTED_MODULE_2__.constants.X_OK);let u=a.filter(e=>(0,node_fs__WEBPACK_IMPORTED_MODULE_2__.lstatSync)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(c.real,e),{throwIfNoEntry:!1}));return u.length===0?c:{issue:`already holds ${`${u.join(` and `)}, which ${u.length===1?`is`:`are`} not overwritten`}: move what is there, or name another folder`}}catch(e){return{issue:m(e,n)}}}function m(e,t){let{code:n,message:r}=e;return n===`ENOENT`||n===`ENOTDIR`?t.startsWith(`~`)?`does not exist: "~" is not expanded here`:`does not exist; create the folder in an earlier step of this job`:n===`EACCES`||n===`EPERM`?`may not be written by the user that the runner works as`:n===`EROFS`?`is on a file system that is read-only`:n===`ENOSPC`||n===`EDQUOT`?`has no space left`:n===`EEXIST`?`was written to by somebody else at the same time; name another folder`:n===`ELOOP`?`is a link that leads to itself`:n===`ENAMETOOLONG`||n===`ERR_INVALID_ARG_VALUE`?`is not a path`:`cannot be written: ${r}`}

/***/ })

};
;
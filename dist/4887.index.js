"use strict";
exports.id = 4887;
exports.ids = [4887,680];
exports.modules = {

/***/ 7804:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ l),
/* harmony export */   r: () => (/* binding */ u),
/* harmony export */   t: () => (/* binding */ c)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_1__);
const s=node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDONLY|(node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NONBLOCK??0)|(node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NOFOLLOW??0);function c(e){if(!e.isFile())return e.isDirectory()?`is a folder, not a file`:e.isFIFO()?`is a named pipe, not a file`:e.isSocket()?`is a socket, not a file`:`is a device, not a file`}async function l(e){let t=await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(e,s),n=c(await t.stat());if(n===void 0)return t;throw await t.close(),Error(n)}function u(t,o){let l=c((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(t));if(l!==void 0)return{issue:l};let u=(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(t,s);try{let e=c((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.fstatSync)(u));if(e!==void 0)return{issue:e};let t=[],r=0;for(;r<=o;){let e=Buffer.alloc(65536),n=(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readSync)(u,e);if(n===0)break;t.push(e.subarray(0,n)),r+=n}return r<=o?{bytes:Buffer.concat(t)}:{issue:`is larger than ${o/1e6} MB, the limit for input files`}}finally{(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(u)}}

/***/ }),

/***/ 680:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ o),
/* harmony export */   n: () => (/* binding */ d),
/* harmony export */   r: () => (/* binding */ s),
/* harmony export */   t: () => (/* binding */ l)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_2__);
var o=/* @__PURE__ */ (0,_rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__.n)({isWithin:()=>l,locate:()=>d,placesOf:()=>s});function s(e){return{workspace:c(e.GITHUB_WORKSPACE??``)??(0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(`.`),temporary:c(e.RUNNER_TEMP??``)}}function c(e){try{return e===``?void 0:(0,node_fs__WEBPACK_IMPORTED_MODULE_1__.realpathSync)(e)}catch{return}}function l(e,t,n){let r=n.relative(e,t);return r!==`..`&&!r.startsWith(`..${n.sep}`)&&!n.isAbsolute(r)}const u=[`/proc`,`/sys`,`/dev`];function d(e,r){let o=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(e)?(0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(e):(0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(r.workspace,e),s=[(0,node_fs__WEBPACK_IMPORTED_MODULE_1__.realpathSync)(r.workspace),...r.temporary===void 0?[]:[c(r.temporary)??r.temporary]],d=e=>s.some(t=>l(t,e,(node_path__WEBPACK_IMPORTED_MODULE_2___default())));if(!(0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(e)&&!l(r.workspace,o,(node_path__WEBPACK_IMPORTED_MODULE_2___default())))return{issue:`points outside of the workspace; a file that is elsewhere needs an absolute path`};let p=(0,node_fs__WEBPACK_IMPORTED_MODULE_1__.realpathSync)(o);return u.some(e=>l(e,p,(node_path__WEBPACK_IMPORTED_MODULE_2___default()))||l(e,o,(node_path__WEBPACK_IMPORTED_MODULE_2___default())))?{issue:`is a file of the operating system, which inputs are not allowed to name`}:!d(p)&&f(o,d)?{issue:`is a link that points outside of the workspace; such links are not followed`}:{real:p}}function f(e,t){for(let n=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(e);;n=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(n)){if(t(c(n)??n))return!0;if(n===(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(n))return!1}}

/***/ }),

/***/ 4887:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   fileIssue: () => (/* binding */ C),
/* harmony export */   placesOf: () => (/* reexport safe */ _places_js__WEBPACK_IMPORTED_MODULE_2__.r),
/* harmony export */   readInputFile: () => (/* binding */ S)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _open_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7804);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(680);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_3___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_3__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_4___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_4__);
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4573);
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_5___default = /*#__PURE__*/__webpack_require__.n(node_buffer__WEBPACK_IMPORTED_MODULE_5__);
const h=[[`1f8b`,`a gzip archive`],[`504b0304`,`a ZIP archive (or an office document)`],[`28b52ffd`,`a zstd archive`],[`25504446`,`a PDF`],[`7f454c46`,`a program`]];function g(e){let t=e.subarray(0,4).toString(`hex`);if(t===`fffe0000`||t===`0000feff`)return{issue:`is encoded as UTF-32; save it as UTF-8`,line:1};if(t.startsWith(`fffe`))return v(e);if(t.startsWith(`feff`))return v(y(e));let n=h.find(([e])=>t.startsWith(e));if(n)return{issue:`is ${n[1]}, not text`};let r=e.indexOf(0);return r>=0?{issue:e.length>3&&e[0]===0!=(e[1]===0)?`is encoded as UTF-16 without a byte order mark; save it as UTF-8`:`contains a NUL byte, so it is not text`,line:b(e,r)}:(0,node_buffer__WEBPACK_IMPORTED_MODULE_5__.isUtf8)(e)?{text:_(e.toString(`utf8`))}:{issue:`is not UTF-8 here (Latin-1 or Windows-1252, perhaps); save it as UTF-8`,line:x(e)}}function _(e){return e.replace(/^\uFEFF/,``)}function v(e){if(e.length%2==1)return{issue:`starts like UTF-16, but its last character is cut off; save it as UTF-8`};let t=_(e.toString(`utf16le`)),n=t.indexOf(`\0`);return n<0?{text:t}:{issue:`contains a NUL character, so it is not text`,line:t.slice(0,n).split(`
`).length}}function y(e){return e.length%2==1?e:Buffer.from(e).swap16()}function b(e,t){let n=1;for(let r=e.indexOf(10);r>=0&&r<t;r=e.indexOf(10,r+1))n++;return n}function x(e){let t=1;for(let n=0;n<=e.length;t++){let r=e.indexOf(10,n),i=r<0?e.length:r;if(!(0,node_buffer__WEBPACK_IMPORTED_MODULE_5__.isUtf8)(e.subarray(n,i)))return t;n=i+1}return t}function S(t,r){try{let i=(0,_places_js__WEBPACK_IMPORTED_MODULE_2__.n)(t,r);if(`issue`in i)return i;let a=(0,_open_js__WEBPACK_IMPORTED_MODULE_1__.r)(i.real,1e6);return`issue`in a?a:g(a.bytes)}catch(e){return{issue:w(e,t,r)}}}function C(e,r){try{let i=(0,_places_js__WEBPACK_IMPORTED_MODULE_2__.n)(e,r);return`issue`in i?i.issue:(0,_open_js__WEBPACK_IMPORTED_MODULE_1__.t)((0,node_fs__WEBPACK_IMPORTED_MODULE_3__.statSync)(i.real))}catch(t){return w(t,e,r)}}function w(e,t,n){let{code:r,message:i}=e;return r===`ENOENT`||r===`ENOTDIR`?`does not exist${T(t,n)}`:r===`EACCES`||r===`EPERM`?`cannot be read by the user that the runner runs as`:r===`ELOOP`?`is a link that points to itself, or it changed while it was being read`:r===`ENXIO`?`is a socket, not a file`:r===`ENAMETOOLONG`||r===`ERR_INVALID_ARG_VALUE`?`is not a path`:`cannot be read: ${i}`}function T(e,{workspace:t}){let n=D(t);if(e.startsWith(`~`))return`: "~" is not expanded here`;if(/\$\w|\$\{/.test(e))return`: shell variables are not expanded here; use the expression github.workspace`;if(/[*?]/.test(e))return`: patterns are not expanded here`;if((0,node_path__WEBPACK_IMPORTED_MODULE_4__.isAbsolute)(e)&&!(0,_places_js__WEBPACK_IMPORTED_MODULE_2__.t)(t,e,(node_path__WEBPACK_IMPORTED_MODULE_4___default())))return`: a file outside of the workspace must be written by an earlier step of this job`;let r=n.includes(`.git`);if(!r&&!n.some(e=>!e.startsWith(`.`)))return`: the workspace is empty; run actions/checkout in this job before this step`;let a=E((0,node_path__WEBPACK_IMPORTED_MODULE_4__.resolve)(t,e));return a===void 0?node_path__WEBPACK_IMPORTED_MODULE_4__.sep===`/`&&e.includes(`\\`)?` (write the path with "/")`:r?` (paths count from the root of the workspace)`:`; the workspace has no checkout: run actions/checkout in this job before this step`:`; there is ${a} in the same folder`}function E(e){let t=e=>(0,node_path__WEBPACK_IMPORTED_MODULE_4__.basename)(e,(0,node_path__WEBPACK_IMPORTED_MODULE_4__.extname)(e)).toLowerCase();return D((0,node_path__WEBPACK_IMPORTED_MODULE_4__.dirname)(e)).find(n=>t(n)===t(e)&&n.toLowerCase().split(`.`).length===(0,node_path__WEBPACK_IMPORTED_MODULE_4__.basename)(e).split(`.`).length)}function D(e){try{return (0,node_fs__WEBPACK_IMPORTED_MODULE_3__.readdirSync)(e)}catch{return[]}}

/***/ })

};
;
export const id = 630;
export const ids = [630,567];
export const modules = {

/***/ 5783:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ l),
/* harmony export */   r: () => (/* binding */ u),
/* harmony export */   t: () => (/* binding */ c)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
const s=node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDONLY|(node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NONBLOCK??0)|(node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NOFOLLOW??0);function c(e){if(!e.isFile())return e.isDirectory()?`is a folder, not a file`:e.isFIFO()?`is a named pipe, not a file`:e.isSocket()?`is a socket, not a file`:`is a device, not a file`}async function l(e){let t=await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(e,s),n=c(await t.stat());if(n===void 0)return t;throw await t.close(),Error(n)}function u(t,o){let l=c((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(t));if(l!==void 0)return{issue:l};let u=(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(t,s);try{let e=c((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.fstatSync)(u));if(e!==void 0)return{issue:e};let t=[],r=0;for(;r<=o;){let e=Buffer.alloc(65536),n=(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readSync)(u,e);if(n===0)break;t.push(e.subarray(0,n)),r+=n}return r<=o?{bytes:Buffer.concat(t)}:{issue:`is larger than ${o/1e6} MB, the most that a file of an input may have`}}finally{(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(u)}}

/***/ }),

/***/ 4567:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ c),
/* harmony export */   r: () => (/* binding */ s),
/* harmony export */   t: () => (/* binding */ f)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8385);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
var s=/* @__PURE__ */ (0,_rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__.n)({locate:()=>f,placesOf:()=>c});function c(e){return{workspace:l(e.GITHUB_WORKSPACE??``)??(0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(`.`),temporary:l(e.RUNNER_TEMP??``)}}function l(e){try{return e===``?void 0:(0,node_fs__WEBPACK_IMPORTED_MODULE_1__.realpathSync)(e)}catch{return}}function u(e,t){let n=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.relative)(e,t);return n!==`..`&&!n.startsWith(`..${node_path__WEBPACK_IMPORTED_MODULE_2__.sep}`)&&!(0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(n)}const d=[`/proc`,`/sys`,`/dev`];function f(e,n){let i=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(e)?(0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(e):(0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(n.workspace,e),o=[(0,node_fs__WEBPACK_IMPORTED_MODULE_1__.realpathSync)(n.workspace),...n.temporary===void 0?[]:[l(n.temporary)??n.temporary]],s=e=>o.some(t=>u(t,e));if(!(0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(e)&&!u(n.workspace,i))return{issue:`leads out of the workspace; a file that lies elsewhere needs an absolute path`};let c=(0,node_fs__WEBPACK_IMPORTED_MODULE_1__.realpathSync)(i);return d.some(e=>u(e,c)||u(e,i))?{issue:`is a file of the operating system, which no input may name`}:!s(c)&&p(i,s)?{issue:`is a link that leads out of the workspace; such links are not followed`}:{real:c}}function p(e,t){for(let r=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(e);;r=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(r)){if(t(l(r)??r))return!0;if(r===(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(r))return!1}}

/***/ }),

/***/ 8630:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   fileIssue: () => (/* binding */ x),
/* harmony export */   placesOf: () => (/* reexport safe */ _places_js__WEBPACK_IMPORTED_MODULE_2__.n),
/* harmony export */   readInputFile: () => (/* binding */ b)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8385);
/* harmony import */ var _open_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5783);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4567);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3024);
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4573);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6760);
const p=[[`1f8b`,`a gzip archive`],[`504b0304`,`a ZIP archive (or a document of an office program)`],[`28b52ffd`,`a zstd archive`],[`25504446`,`a PDF`],[`7f454c46`,`a program`]];function m(e){let t=e.subarray(0,4).toString(`hex`);if(t===`fffe0000`||t===`0000feff`)return{issue:`is encoded as UTF-32; save it as UTF-8`,line:1};if(t.startsWith(`fffe`))return g(e);if(t.startsWith(`feff`))return g(_(e));let n=p.find(([e])=>t.startsWith(e));if(n)return{issue:`is ${n[1]}, not a text`};let r=e.indexOf(0);return r>=0?{issue:e.length>3&&e[0]===0!=(e[1]===0)?`is encoded as UTF-16 without a byte order mark; save it as UTF-8`:`holds a NUL byte, so it is not a text`,line:v(e,r)}:(0,node_buffer__WEBPACK_IMPORTED_MODULE_4__.isUtf8)(e)?{text:h(e.toString(`utf8`))}:{issue:`is not UTF-8 here (Latin-1 or Windows-1252, perhaps); save it as UTF-8`,line:y(e)}}function h(e){return e.replace(/^\uFEFF/,``)}function g(e){if(e.length%2==1)return{issue:`begins like UTF-16, but its last character is cut; save it as UTF-8`};let t=h(e.toString(`utf16le`)),n=t.indexOf(`\0`);return n<0?{text:t}:{issue:`holds a NUL character, so it is not a text`,line:t.slice(0,n).split(`
`).length}}function _(e){return e.length%2==1?e:Buffer.from(e).swap16()}function v(e,t){let n=1;for(let r=e.indexOf(10);r>=0&&r<t;r=e.indexOf(10,r+1))n++;return n}function y(e){let t=1;for(let n=0;n<=e.length;t++){let r=e.indexOf(10,n),i=r<0?e.length:r;if(!(0,node_buffer__WEBPACK_IMPORTED_MODULE_4__.isUtf8)(e.subarray(n,i)))return t;n=i+1}return t}function b(t,n){try{let i=(0,_places_js__WEBPACK_IMPORTED_MODULE_2__.t)(t,n);if(`issue`in i)return i;let a=(0,_open_js__WEBPACK_IMPORTED_MODULE_1__.r)(i.real,1e6);return`issue`in a?a:m(a.bytes)}catch(e){return{issue:S(e,t,n)}}}function x(e,n){try{let i=(0,_places_js__WEBPACK_IMPORTED_MODULE_2__.t)(e,n);return`issue`in i?i.issue:(0,_open_js__WEBPACK_IMPORTED_MODULE_1__.t)((0,node_fs__WEBPACK_IMPORTED_MODULE_3__.statSync)(i.real))}catch(t){return S(t,e,n)}}function S(e,t,n){let{code:r,message:i}=e;return r===`ENOENT`||r===`ENOTDIR`?`is not there${C(t,n)}`:r===`EACCES`||r===`EPERM`?`may not be read by the user that the runner works as`:r===`ELOOP`?`is a link that leads to itself, or one that was changed while it was read`:r===`ENXIO`?`is a socket, not a file`:r===`ENAMETOOLONG`||r===`ERR_INVALID_ARG_VALUE`?`is not a path`:`cannot be read: ${i}`}function C(e,{workspace:t}){let n=T(t);if(e.startsWith(`~`))return`: "~" is not expanded here`;if(/\$\w|\$\{/.test(e))return`: variables of the shell are not expanded here; use the expression github.workspace`;if(/[*?]/.test(e))return`: patterns are not expanded here`;if((0,node_path__WEBPACK_IMPORTED_MODULE_5__.isAbsolute)(e)&&(0,node_path__WEBPACK_IMPORTED_MODULE_5__.relative)(t,e).startsWith(`..`))return`: a file outside of the workspace has to be written by an earlier step of this job`;let r=n.includes(`.git`);if(!r&&!n.some(e=>!e.startsWith(`.`)))return`: the workspace is empty; run actions/checkout in this job before this step`;let i=w((0,node_path__WEBPACK_IMPORTED_MODULE_5__.resolve)(t,e));return i===void 0?e.includes(`\\`)?` (write the path with "/")`:r?` (paths count from the root of the workspace)`:`; the workspace holds no checkout: run actions/checkout in this job before this step`:`; there is ${i} in the same folder`}function w(e){let t=e=>(0,node_path__WEBPACK_IMPORTED_MODULE_5__.basename)(e,(0,node_path__WEBPACK_IMPORTED_MODULE_5__.extname)(e)).toLowerCase();return T((0,node_path__WEBPACK_IMPORTED_MODULE_5__.dirname)(e)).find(n=>t(n)===t(e)&&n.toLowerCase().split(`.`).length===(0,node_path__WEBPACK_IMPORTED_MODULE_5__.basename)(e).split(`.`).length)}function T(e){try{return (0,node_fs__WEBPACK_IMPORTED_MODULE_3__.readdirSync)(e)}catch{return[]}}

/***/ })

};

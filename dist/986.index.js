export const id = 986;
export const ids = [986];
export const modules = {

/***/ 986:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readDocument: () => (/* binding */ r)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(385);
/* harmony import */ var _documents_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(937);
var t=(0,_documents_js__WEBPACK_IMPORTED_MODULE_1__.t)();const n={ALIAS_PROPS:`an alias cannot have a tag or an anchor of its own`,BAD_INDENT:`the indentation is off here`,DUPLICATE_KEY:`this key is written a second time`,MISSING_CHAR:`a character is missing here: a quotation mark, a comma, a colon or a bracket`,TAB_AS_INDENT:`a tab cannot indent; use spaces`,BLOCK_IN_FLOW:`an indented block cannot stand within brackets`,MULTIPLE_DOCS:`only one document is allowed`},r=(e,{keepsText:r})=>{let i=(0,t.parseDocument)(e,{prettyErrors:!1,logLevel:`error`}),s=t=>{let n=e.slice(0,t).split(`
`);return{line:n.length,column:(n.at(-1)?.length??0)+1}};if(i.errors.length>0)return{problems:i.errors.map(({code:e,pos:t})=>({message:n[e]??`this is neither JSON nor YAML`,...s(t[0])}))};a(i,r);try{return{document:{value:i.toJS(),position:e=>o(i,e,s)}}}catch{return{problems:[{message:`an alias refers to nothing, or to too much`}]}}},i=({key:e})=>(0,t.isScalar)(e)?String(e.value):``,a=(e,n)=>{(0,t.visit)(e,{Pair(e,r,a){(0,t.isScalar)(r.value)&&r.value.value!==null&&typeof r.value.value!=`string`&&n([...a.filter(e=>(0,t.isPair)(e)),r].map(i))&&(r.value.value=r.value.source??String(r.value.value))}})},o=(e,n,r)=>{let a=e.contents,o=(0,t.isNode)(a)?a:void 0;for(let e of n)if((0,t.isMap)(a)){let n=a.items.find(t=>i(t)===String(e));o=(0,t.isNode)(n?.key)?n.key:o,a=n?.value}else(0,t.isSeq)(a)&&(a=a.items[Number(e)],o=(0,t.isNode)(a)?a:o);return o?.range?r(o.range[0]):void 0};

/***/ })

};

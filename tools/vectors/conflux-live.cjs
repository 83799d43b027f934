// SPDX-License-Identifier: Apache-2.0
// conflux-live: records the epochs of a development node for conflux.mjs.
// Usage: CORE=URL ESPACE=URL KEY=0x... node conflux-live.cjs OUT   (chain ids 1234 and 1235, the key funded in both spaces)
const {createRequire}=require('module');const fs=require('fs');
const rc=createRequire(__filename), re=rc;
const {ethers}=re('ethers');const T=rc('js-conflux-sdk/src/Transaction');
const B=process.env.CORE,E=process.env.ESPACE;
let id=0;const rpc=async(u,m,p=[])=>{const r=await fetch(u,{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({jsonrpc:'2.0',id:++id,method:m,params:p})});const j=await r.json();if(j.error)throw new Error(m+' '+JSON.stringify(j.error));return j.result};
const key=process.env.KEY;
const w=new ethers.Wallet(key);
(async()=>{
 const raws={};
 let nonce=0, en=0;
 const gp=30000000000n;
 const core=async(o)=>{const n=o.nonce??nonce++;const t=new T({nonce:n,gas:500000,value:0,storageLimit:4096,epochHeight:0,chainId:1234,data:'0x',...(o.type===2?{maxPriorityFeePerGas:1,maxFeePerGas:gp}:{gasPrice:gp}),...o});t.sign(key,1234);const raw=t.serialize();const h=await rpc(B,'cfx_sendRawTransaction',[raw]);raws[h]=raw;return h;};
 const esp=async(o)=>{const raw=await w.signTransaction({nonce:en++,gasLimit:300000,value:0,chainId:1235,...(o.type===2||o.type===4?{maxPriorityFeePerGas:1n,maxFeePerGas:gp}:{gasPrice:gp}),...o});const h=await rpc(E,'eth_sendRawTransaction',[raw]);raws[h]=raw;return h;};
 const user='0x1'+w.address.slice(3).toLowerCase();
 const CS='0x0888000000000000000000000000000000000006';
 const sel=s=>ethers.id(s).slice(0,10);
 const dst='0x00000000000000000000000000000000000000ab';
 await rpc(B,'test_generateEmptyBlocks',[8]);
 const log='0x60016001556020600052602a60206000a160006000f3';
 await core({type:0,to:user,value:1,storageLimit:0});
 await esp({type:0,to:dst,value:1n});
 await core({type:2,data:log,to:null,accessList:[]});
 await esp({type:2,data:log});
 const cross=await core({type:0,to:CS,value:1000000000000000000n,data:sel('transferEVM(bytes20)')+w.address.slice(2).toLowerCase()+'00'.repeat(12)});
 await core({type:1,to:user,value:2,storageLimit:0,accessList:[{address:user,storageKeys:['0x'+'00'.repeat(31)+'01']}]});
 await core({type:0,data:'0xfe',to:null,storageLimit:0});
 await esp({type:0,data:'0xfe'});
 await esp({type:1,to:dst,value:3n,accessList:[{address:dst,storageKeys:['0x'+'00'.repeat(31)+'02']}]});
 // withdraw from mapped
 const wd=await core({type:0,to:CS,data:sel('withdrawFromMapped(uint256)')+'00'.repeat(32)});
 const call=await core({type:0,to:CS,value:5n,data:sel('callEVM(bytes20,bytes)')+'00000000000000000000000000000000000000cd'+'00'.repeat(12)+'40'.padStart(64,'0')+'02'.padStart(64,'0')+'abcd'.padEnd(64,'0')});
 for(let i=0;i<5;i++) await rpc(B,'test_generateOneBlock',[100,3000000]);
 await rpc(B,'test_generateEmptyBlocks',[8]);
 // two-block epochs with referees: fork blocks
 const best=await rpc(B,'cfx_getBestBlockHash');
 let forks='';
 try{ const a=await rpc(B,'test_generateFixedBlock',[best,[],0,false,null,null]); const b=await rpc(B,'test_generateFixedBlock',[best,[],0,false,null,null]); forks=[a,b]; }catch(e){forks=e.message}
 console.log('forks',forks);
 await rpc(B,'test_generateEmptyBlocks',[10]);
 const n=Number(await rpc(B,'cfx_epochNumber',['latest_mined']));
 const out={raws,cross,wd,call,user,eth:w.address.toLowerCase(),epochs:[]};
 for(let i=0;i<=n;i++){const q='0x'+i.toString(16);const hs=await rpc(B,'cfx_getBlocksByEpoch',[q]);const bl=[];for(const h of hs)bl.push(await rpc(B,'cfx_getBlockByHash',[h,true]));
  let rc=null,e=null;try{rc=await rpc(B,'cfx_getEpochReceipts',[q,true])}catch(x){rc=x.message} try{e=await rpc(E,'eth_getBlockByNumber',[q,true])}catch(x){e=x.message}
  out.epochs.push({epoch:i,blocks:bl,receipts:rc,espace:e});}
 fs.writeFileSync(process.argv[2],JSON.stringify(out,null,1));
 for(const e of out.epochs) if(e.blocks.length>1||e.blocks.some(b=>b.transactions.length)||(e.espace&&e.espace.transactions||[]).length) console.log(e.epoch,e.blocks.length,e.blocks.map(b=>[b.height,b.transactions.length,b.refereeHashes.length,b.timestamp]),Array.isArray(e.receipts)?e.receipts.map(r=>r.map(x=>x.space+x.outcomeStatus)):e.receipts,(e.espace.transactions||[]).length);
})().catch(e=>{console.error(e);process.exit(1)});

package worker
import ("testing";"io";"context";"fmt";"os";"strings";"time";"github.com/spawnlab/spawnlab/kernel/link")
func TestTry(t *testing.T){
 src,_:=os.ReadFile("/tmp/cells.txt")
 dr,dw:=io.Pipe(); ur,uw:=io.Pipe()
 go Serve(context.Background(),dr,uw)
 w:=link.StartWriter(dw); r:=link.NewReader(ur)
 w.Send(link.KindHello,link.Hello{Version:1,Session:"s"})
 m,_:=r.Next(); fmt.Println(m)
 for i,c:=range strings.Split(string(src),"\n----\n"){
  t0:=time.Now()
  w.Send(link.KindEval,link.Eval{Cell:fmt.Sprint("c",i+1),Count:i+1,Code:c,Store:true})
  for { m,err:=r.Next(); if err!=nil {t.Fatal(err)}; s:=m.String(); if len(s)>1500 {s=s[:1500]+"…"}; fmt.Println(s); if m.Kind==link.KindDone {break} }
  fmt.Println("   ",time.Since(t0))
 }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

var app = WebApplication.CreateSlimBuilder(args).Build();
app.Run(context => context.Response.WriteAsync("{}"));
await app.RunAsync().ConfigureAwait(false);

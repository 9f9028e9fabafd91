using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Hearth.Web;

/// <summary>The way in for the updater: a Unix socket of its own, with nothing of the panel behind it.</summary>
/// <param name="Socket">Its path.</param>
/// <param name="Admits">Whether the process at the other end may come in.</param>
/// <param name="Answer">Answers it.</param>
public sealed record UpdaterDoor(string Socket, Func<Socket, bool> Admits, RequestDelegate Answer);

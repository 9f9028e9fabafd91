using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Hearth.Web.Http;

/// <summary>One way in: what is behind it, and how many connections it holds at a time. One more is closed at once and counted.</summary>
/// <param name="kind">What is behind it.</param>
/// <param name="capacity">How many connections.</param>
/// <param name="admits">Whether the process at the other end may come in; null where all may.</param>
internal sealed class Door(DoorKind kind, int capacity, Func<Socket, bool>? admits = null)
{
    private int open;
    private long refused;

    public DoorKind Kind => kind;

    public long Refused => Interlocked.Read(ref refused);

    public ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        try
        {
            if (Interlocked.Increment(ref open) > capacity
                || (admits is not null && !(connection.Features.Get<IConnectionSocketFeature>() is { Socket: var peer } && admits(peer))))
            {
                Interlocked.Increment(ref refused);
                return;
            }

            connection.Features.Set(this);
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    };
}

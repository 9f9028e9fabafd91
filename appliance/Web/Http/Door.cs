using Microsoft.AspNetCore.Connections;

namespace Hearth.Web.Http;

/// <summary>One way in: what is behind it, and how many connections it holds at a time. One more is closed at once and counted.</summary>
internal sealed class Door(DoorKind kind, int capacity)
{
    private int open;
    private long refused;

    public DoorKind Kind => kind;

    public long Refused => Interlocked.Read(ref refused);

    public ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        try
        {
            if (Interlocked.Increment(ref open) > capacity)
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

using Hearth.Linux;

namespace Hearth.Supervision;

/// <summary>How the supervisor gets a board restarted, and erased.</summary>
/// <param name="Request">Asks init to erase.</param>
/// <param name="Init">The process that restarts the board at SIGTERM, as BusyBox's init does: 1.</param>
internal sealed record BoardRestart(ResetRequest Request, int Init)
{
    /// <summary>Asks for both.</summary>
    /// <returns>False where init did not take the signal: the next start erases, whenever it comes.</returns>
    /// <exception cref="IOException">The request cannot be written; nothing was asked.</exception>
    public bool AskToErase()
    {
        Request.Set();
        return Ask();
    }

    /// <summary>Asks for the restart alone.</summary>
    /// <returns>False where init did not take the signal.</returns>
    public bool Ask()
    {
        using var init = ProcessHandle.OfProcess(Init);
        return init.Terminate();
    }
}

using System.Diagnostics;

namespace Hearth.Linux;

/// <summary>Starts processes, all from one thread that lives as long as this process: <see cref="ParentDeath"/> needs it.</summary>
internal sealed class ProcessSpawner
{
    // More than are ever started at once: a board's processes, each again when it has ended.
    private const int MostWaiting = 16;

    private readonly WorkQueue<Task<Process>> requests = new(MostWaiting);

    /// <summary>Starts the thread.</summary>
    public ProcessSpawner() => new Thread(Spawn) { IsBackground = true, Name = "spawner" }.Start();

    /// <summary>Starts a process that ends with this one.</summary>
    /// <exception cref="InvalidOperationException">There are more than this is made for.</exception>
    public Task<Process> StartAsync(ProcessStartInfo process)
    {
        process.Environment.Add(ParentDeath.Request);
        Task<Process> request = new(() => Process.Start(process)!);
        return requests.TryAdd(request) ? request : throw new InvalidOperationException($"More than {MostWaiting} processes at once.");
    }

    private void Spawn()
    {
        while (requests.TryTake(out var request))
        {
            request.RunSynchronously(TaskScheduler.Default);
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hearth.Linux;

/// <summary>Starts processes, all from one thread that lives as long as this process: <see cref="ParentDeath"/> needs it.</summary>
internal sealed class ProcessSpawner
{
    private readonly BlockingCollection<Task<Process>> requests = [];

    /// <summary>Starts the thread.</summary>
    public ProcessSpawner() => new Thread(Spawn) { IsBackground = true, Name = "spawner" }.Start();

    /// <summary>Starts a process that ends with this one.</summary>
    public Task<Process> StartAsync(ProcessStartInfo process)
    {
        process.Environment.Add(ParentDeath.Request);
        Task<Process> request = new(() => Process.Start(process)!);
        requests.Add(request);
        return request;
    }

    private void Spawn()
    {
        foreach (var request in requests.GetConsumingEnumerable())
        {
            request.RunSynchronously(TaskScheduler.Default);
        }
    }
}

using System.Net.Sockets;

namespace Hearth.Tests.Machine;

/// <summary>A conversation by lines: one question at a time, and between the answers what the other end says unasked.</summary>
internal sealed class LineChannel : IDisposable
{
    private readonly string name;
    private readonly StreamReader reader;
    private readonly StreamWriter writer;
    private readonly SemaphoreSlim turn = new(1);
    private readonly Func<string, bool> takeUnasked;

    /// <param name="stream">Where the lines go.</param>
    /// <param name="name">Whom we speak with, for messages.</param>
    /// <param name="takeUnasked">Takes what is no answer, at once; true where it did.</param>
    public LineChannel(NetworkStream stream, string name, Func<string, bool> takeUnasked)
    {
        this.name = name;
        this.takeUnasked = takeUnasked;
        reader = new StreamReader(stream);
        writer = new StreamWriter(stream) { AutoFlush = true };
        Answers = new Happenings<string>(name);
        // A thread of its own, so that a busy pool does not blur the times of what comes.
        new Thread(Read) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>Everything that <c>takeUnasked</c> left.</summary>
    public Happenings<string> Answers { get; }

    /// <summary>Called once, when the other end is gone.</summary>
    public event Action<string>? Ended;

    /// <summary>Asks, and waits for the first answer that fits.</summary>
    /// <exception cref="InvalidOperationException">The other end is gone.</exception>
    /// <exception cref="TimeoutException">It did not answer.</exception>
    public async Task<string> AskAsync(string question, Func<string, bool> isAnswer, TimeSpan within, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var before = Answers.Count;
            await writer.WriteAsync($"{question}\n".AsMemory(), cancel);
            return await Answers.WaitAsync(isAnswer, $"answer to {question}", within, cancel, before);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            throw new InvalidOperationException($"{name}: the machine has ended, before {question}.", fault);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => reader.Dispose();

    private void Read()
    {
        try
        {
            while (reader.ReadLine() is { } line)
            {
                if (!takeUnasked(line))
                {
                    Answers.Add(line);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // Said below.
        }

        Answers.End("the machine has ended");
        Ended?.Invoke("the machine has ended");
    }
}

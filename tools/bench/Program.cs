using System.Globalization;
using Hearth.Bench;
using Hearth.Bench.Traffic;

if (args is ["produce", var port, var payload])
{
    using var producer = new Producer(int.Parse(port, CultureInfo.InvariantCulture), int.Parse(payload, CultureInfo.InvariantCulture));
    producer.Run();
    return 0;
}

if (args is ["hash", ..])
{
    Console.WriteLine(FetchFigures.HashRate().ToString(CultureInfo.InvariantCulture));
    return 0;
}

if (args.Length < 4)
{
    await Console.Error.WriteLineAsync("usage: bench HEARTH BARE IMAGES PLOTS [PART...]    (make bench gives both binaries, the folder of the images, and where plots go)");
    return 2;
}

try
{
    new Bench(Path.GetFullPath(args[0]), Path.GetFullPath(args[1]), args[2], args[3]).Run(args[4..]);
    return 0;
}
catch (BenchException problem)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 1;
}

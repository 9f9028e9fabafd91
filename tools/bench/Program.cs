using Hearth.Bench;

if (args.Length != 3)
{
    await Console.Error.WriteLineAsync("usage: bench HEARTH BARE IMAGES    (make bench gives both binaries, and the folder of the images)");
    return 2;
}

try
{
    Report.WriteHeader(Console.Out);
    var hearth = ServerProgram.Hearth(args[0]);
    var bare = ServerProgram.Bare(args[1]);
    foreach (var figure in Figures.All(hearth, bare).Concat(Figures.OfImages(args[2])))
    {
        Report.Write(Console.Out, figure);
    }

    return 0;
}
catch (BenchException problem)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 1;
}

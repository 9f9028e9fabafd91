using Hearth.CommandLine;

return await new HearthCommandLine(Surroundings.OfThisProcess(), Console.Out, Console.Error).RunAsync(args).ConfigureAwait(false);

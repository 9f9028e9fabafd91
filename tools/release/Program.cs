using Hearth.Release.Commands;

return ReleaseCommandLine.Run(args, Console.Out, Console.Error, TimeProvider.System);

using Hearth.CommandLine;
using Hearth.Linux;

ParentDeath.FollowIfAsked();
return await new HearthCommandLine(Surroundings.OfThisProcess(), Console.Out, Console.Error).RunAsync(args).ConfigureAwait(false);

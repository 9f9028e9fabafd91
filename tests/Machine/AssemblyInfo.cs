using Xunit;

// Seconds are measured, and two emulated machines on two processors would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

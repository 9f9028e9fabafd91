namespace Hearth.Forwarding.Management;

/// <summary>Commands and datasets that are about one thing.</summary>
internal interface IManagementModule
{
    /// <summary>The commands.</summary>
    IEnumerable<CommandVerb> Commands { get; }

    /// <summary>The datasets.</summary>
    IEnumerable<DatasetVerb> Datasets { get; }
}

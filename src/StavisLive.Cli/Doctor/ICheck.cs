namespace StavisLive.Cli.Doctor;

/// <summary>Looks at one thing that the program uses. Changes nothing.</summary>
internal interface ICheck
{
    /// <summary>The thing, in a word or two.</summary>
    string Subject { get; }

    /// <summary>Whether the main job cannot run without it.</summary>
    bool IsNeeded { get; }

    /// <summary>Looks. What it throws is shown as a failure of the check itself.</summary>
    Task<Finding> RunAsync(CancellationToken cancellationToken);
}

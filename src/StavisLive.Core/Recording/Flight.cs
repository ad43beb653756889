using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Recording;

/// <summary>What a recorder knows of its stream as a whole.</summary>
internal sealed record Flight(string Stream, SourceDescription Source, WindowingOptions Windowing);

namespace StavisLive.Evaluation.Datasets.Published;

/// <summary>The videos that a list names, every file of them being there.</summary>
public static class PublishedList
{
    private const int MostProblemsTold = 10;

    /// <summary>Reads a list.</summary>
    /// <param name="folders">Where the videos lie.</param>
    /// <param name="list">The list.</param>
    /// <exception cref="InvalidDataException">It is wrong, or files are missing; the message names them.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<PublishedVideo> Read(PublishedFolders folders, string list)
    {
        var videos = FoldList.Read(list).Select(entry => new PublishedVideo(folders, entry)).ToList();
        var problems = videos.SelectMany(video => video.Problems()).ToList();
        if (problems.Count == 0) return videos;
        var more = problems.Count > MostProblemsTold ? $"\nand {problems.Count - MostProblemsTold} more problems of this kind." : "";
        throw new InvalidDataException(string.Join('\n', problems.Take(MostProblemsTold)) + more);
    }
}

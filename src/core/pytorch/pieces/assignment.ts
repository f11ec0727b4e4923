/** Which of the teacher's channels stand for which of the student's, in the PyTorch program: `core/relations/channel-groups.ts`. */
export const assignmentPiece = String.raw`

@torch.no_grad()
def assigned(teacher, student, images):
    """For each match and each of its two maps the student's channel that each of the teacher's belongs to."""
    # The student as in training, for it has hardly learned; a copy, so that its running statistics stay.
    student = copy.deepcopy(student).train()
    for module in student.modules():
        if isinstance(module, Dropout):
            module.key = (0, 1, 0)
    ours = student(images["student"], FspGuide.student_taps)
    theirs = teacher.eval()(images["teacher"], FspGuide.teacher_taps)
    groups = {}
    for name, match in MATCHES.items():
        ends = zip(maps_of(ours, match["student"]), maps_of(theirs, match["teacher"]))
        groups[name] = [torch.from_numpy(channel_groups(channel_costs(*end))).to(DEVICE) for end in ends]
    return groups


def channel_costs(student, teacher):
    """[student's channels, teacher's]: the mean over images of 2 - 2 <s, t> between maps of length 1."""

    def units(map):
        rows = map.flatten(2).double().cpu().numpy()
        lengths = np.sqrt(np.square(rows).sum(2, keepdims=True))
        return rows / np.where(lengths > 0, lengths, 1)

    return 2 - 2 * np.matmul(units(student), units(teacher).transpose(0, 2, 1)).mean(0)


def channel_groups(costs):
    """Every student channel gets at least one of the teacher's, none more than their ratio rounded up."""
    ours, theirs = costs.shape
    places = -(-theirs // ours)
    square = np.tile(costs.T, places)
    # Each student channel's first place is worth more than all else together, so that none stays empty.
    square[:, :ours] -= 4 * (theirs + 1)
    return linear_assignment(square) % ours


def linear_assignment(costs):
    """Gives each row a column of its own at the least total cost: the Hungarian method by shortest augmenting paths."""
    rows, columns = costs.shape
    row_price, column_price = np.zeros(rows), np.zeros(columns)
    row_of = np.full(columns, -1)
    for start in range(rows):
        least, before, done = np.full(columns, np.inf), np.full(columns, -1), np.zeros(columns, bool)
        row, reached = start, -1
        while True:
            slack = costs[row] - row_price[row] - column_price
            nearer = ~done & (slack < least)
            least[nearer], before[nearer] = slack[nearer], reached
            reached = int(np.where(done, np.inf, least).argmin())
            step = least[reached]
            row_price[start] += step
            row_price[row_of[done]] += step
            column_price[done] -= step
            least[~done] -= step
            done[reached] = True
            row = row_of[reached]
            if row < 0:
                break
        while reached >= 0:
            row_of[reached] = start if before[reached] < 0 else row_of[before[reached]]
            reached = before[reached]
    column_of = np.zeros(rows, np.int64)
    column_of[row_of[row_of >= 0]] = np.flatnonzero(row_of >= 0)
    return column_of


def grouped(map, groups):
    """[n, teacher's channels, h, w] to [n, student's, h, w]: each group's mean, or its number farthest from zero."""
    channels = [map[:, groups == channel] for channel in range(int(groups.max()) + 1)]
    if FSP["groups"] == "mean":
        return torch.stack([channel.mean(1) for channel in channels], 1)
    high, low = (torch.stack([getattr(each, end)(1) for each in channels], 1) for end in ("amax", "amin"))
    return torch.where(high >= -low, high, low)
`;
